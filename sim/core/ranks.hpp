// Processes that simulate one world together (ranks), and what they say to one another. tools/mpi implements it by MPI,
// tests/support/local_ranks.hpp by threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace hibiki::inline core {

/// Bytes and messages that a rank has handed to the calls below, and the time it has spent in calls, waiting for others
/// included.
struct RankTraffic {
  std::uint64_t bytes = 0, messages = 0;
  double seconds = 0.0;
};

/// Every rank makes the same calls in the same order, but for send() and receive(), which are made in pairs.
class Ranks {
 public:
  virtual ~Ranks() = default;
  virtual int rank() const = 0;  ///< of this process, from 0
  virtual int count() const = 0;

  /// Replaces each number by its sum over all ranks.
  virtual void sum(std::span<std::int64_t> numbers) = 0;
  /// Replaces the bytes by those of rank 0.
  virtual void broadcast(std::span<std::byte> bytes) = 0;
  virtual void send(int to, std::span<const std::byte> bytes) = 0;
  virtual void receive(int from, std::span<std::byte> bytes) = 0;
  /// Sends out[r] to each rank r, and returns what each rank sent here.
  virtual std::vector<std::vector<std::byte>> exchange(const std::vector<std::vector<std::byte>>& out) = 0;

  /// Of this rank, since it began.
  virtual RankTraffic traffic() const = 0;

  /// Counts the traffic since `before` as that of a simulated week.
  void note_week(const RankTraffic& before) {
    const RankTraffic now = traffic();
    in_weeks_.bytes += now.bytes - before.bytes;
    in_weeks_.messages += now.messages - before.messages;
    in_weeks_.seconds += now.seconds - before.seconds;
  }
  /// Of all weeks so noted: without building, checkpoints and digests.
  const RankTraffic& traffic_in_weeks() const { return in_weeks_; }

  bool first() const { return rank() == 0; }
  void send_text(int to, std::string_view text) {
    const std::uint64_t size = text.size();
    send(to, std::as_bytes(std::span(&size, 1)));
    send(to, std::as_bytes(std::span(text)));
  }
  std::string receive_text(int from) {
    std::uint64_t size = 0;
    receive(from, std::as_writable_bytes(std::span(&size, 1)));
    std::string text(size, '\0');
    receive(from, std::as_writable_bytes(std::span(text)));
    return text;
  }
  template <class T>
  void broadcast_value(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    broadcast(std::as_writable_bytes(std::span(&value, 1)));
  }

 private:
  RankTraffic in_weeks_;
};

}  // namespace hibiki::core
