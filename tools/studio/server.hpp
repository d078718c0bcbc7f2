// The studio's server: the page, and what it asks for, over HTTP on the loopback address alone. Only its implementation
// uses cpp-httplib.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tools/studio/answers.hpp"

namespace hibiki::inline studio {

struct ServerOptions {
  int port = 0;                 ///< 0: any that is free
  std::filesystem::path saved;  ///< folder of the scenario files that the page saves; made when the first one is
  std::string page;             ///< HTML, with the setup in it
  std::string token;
  /// Is given what the page measures (POST /measured), where it does: for benchmarks.
  std::function<void(const std::string& json)> measured = {};
};

class StudioServer {
 public:
  /// Takes the port. Throws IoError where it is in use.
  StudioServer(ServerOptions options, Answers& answers);
  ~StudioServer();

  int port() const;
  /// With the token: whoever opens it may use the studio.
  std::string address() const;

  /// Serves until stop(), which may be called by another thread.
  void serve();
  void stop();

 private:
  class Routes;
  std::unique_ptr<Routes> routes_;
};

}  // namespace hibiki::studio
