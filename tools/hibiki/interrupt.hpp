// Ctrl-C and SIGTERM stop a run between two weeks, so that its folder can be left clean. A second one kills.
#pragma once

#include "sim/engine/run.hpp"

namespace hibiki {

struct Interrupted {
  int signal = 0;
};

/// Catches signals while it lives; as an observer of a run, throws Interrupted after the week in which one came.
class InterruptWatch final : public Observer {
 public:
  InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;
  ~InterruptWatch() override;

  void begin(const RunAxes&, int) override { check(); }
  void tick(int, int) override { check(); }

 private:
  void check() const;
};

}  // namespace hibiki
