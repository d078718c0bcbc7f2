#include <mpi.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <mutex>

#include "tools/mpi/rank_session.hpp"

namespace hibiki::inline mpi {

namespace {

constexpr std::size_t kMostElements = std::size_t{1} << 30;  ///< of one call: counts are int
constexpr int kMail = 1, kParcel = 2, kStop = 3;             ///< tags

int as_count(std::size_t elements) { return static_cast<int>(elements); }

/// Calls use(piece) for pieces that one call takes, of one buffer.
template <class T, class Use>
void in_pieces(std::span<T> whole, const Use& use) {
  for (; !whole.empty(); whole = whole.subspan(std::min(kMostElements, whole.size())))
    use(whole.first(std::min(kMostElements, whole.size())));
}

class MpiRanks final : public RankSession {
 public:
  MpiRanks() {
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &count_);
  }
  int rank() const override { return rank_; }
  int count() const override { return count_; }

  void sum(std::span<std::int64_t> numbers) override {
    const Timed timed(*this, numbers.size_bytes(), 1);
    in_pieces(numbers, [](std::span<std::int64_t> piece) {
      MPI_Allreduce(MPI_IN_PLACE, piece.data(), as_count(piece.size()), MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD);
    });
  }
  void broadcast(std::span<std::byte> bytes) override {
    const Timed timed(*this, first() ? bytes.size() : 0, first() ? 1 : 0);
    in_pieces(bytes, [](std::span<std::byte> piece) {
      MPI_Bcast(piece.data(), as_count(piece.size()), MPI_BYTE, 0, MPI_COMM_WORLD);
    });
  }
  void send(int to, std::span<const std::byte> bytes) override {
    const Timed timed(*this, bytes.size(), 1);
    in_pieces(bytes, [&](std::span<const std::byte> piece) {
      MPI_Send(piece.data(), as_count(piece.size()), MPI_BYTE, to, kMail, MPI_COMM_WORLD);
    });
  }
  void receive(int from, std::span<std::byte> bytes) override {
    const Timed timed(*this, 0, 0);
    in_pieces(bytes, [&](std::span<std::byte> piece) {
      MPI_Recv(piece.data(), as_count(piece.size()), MPI_BYTE, from, kMail, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    });
  }
  std::vector<std::vector<std::byte>> exchange(const std::vector<std::vector<std::byte>>& out) override {
    std::vector<std::int64_t> sends, sizes(out.size());
    std::size_t bytes = 0, messages = 0;
    for (const auto& parcel : out) {
      sends.push_back(static_cast<std::int64_t>(parcel.size()));
      bytes += parcel.size();
      messages += parcel.empty() ? 0 : 1;
    }
    const Timed timed(*this, bytes, messages);
    MPI_Alltoall(sends.data(), 1, MPI_INT64_T, sizes.data(), 1, MPI_INT64_T, MPI_COMM_WORLD);
    std::vector<std::vector<std::byte>> in(out.size());
    std::vector<MPI_Request> requests;
    for (std::size_t other = 0; other < out.size(); ++other) {
      in[other].resize(static_cast<std::size_t>(sizes[other]));
      in_pieces(std::span(in[other]), [&](std::span<std::byte> piece) {
        MPI_Irecv(piece.data(), as_count(piece.size()), MPI_BYTE, static_cast<int>(other), kParcel, MPI_COMM_WORLD,
                  &requests.emplace_back());
      });
    }
    for (std::size_t other = 0; other < out.size(); ++other)
      in_pieces(std::span(out[other]), [&](std::span<const std::byte> piece) {
        MPI_Isend(piece.data(), as_count(piece.size()), MPI_BYTE, static_cast<int>(other), kParcel, MPI_COMM_WORLD,
                  &requests.emplace_back());
      });
    MPI_Waitall(as_count(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
    return in;
  }
  RankTraffic traffic() const override { return traffic_; }

  void finish() override {
    // MPI_Finalize may wait for a message that nobody receives.
    int asked = stops_.empty() ? 0 : 1;
    MPI_Bcast(&asked, 1, MPI_INT, 0, MPI_COMM_WORLD);
    if (rank_ > 0 && asked != 0 && !stopped_)
      MPI_Recv(nullptr, 0, MPI_BYTE, 0, kStop, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    MPI_Waitall(as_count(stops_.size()), stops_.data(), MPI_STATUSES_IGNORE);
    MPI_Barrier(MPI_COMM_WORLD);
    MPI_Finalize();
  }
  void abort(int code) override {
    MPI_Abort(MPI_COMM_WORLD, code);
    std::abort();
  }
  bool has_mail(int from) override {
    const std::lock_guard lock(mutex_);
    int there = 0;
    MPI_Iprobe(from, kMail, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
    return there != 0;
  }
  void request_stop() override {
    const std::lock_guard lock(mutex_);
    if (!stops_.empty()) return;
    for (int other = 1; other < count_; ++other)
      MPI_Isend(nullptr, 0, MPI_BYTE, other, kStop, MPI_COMM_WORLD, &stops_.emplace_back());
  }
  bool stop_requested() override {
    const std::lock_guard lock(mutex_);
    if (stopped_) return true;
    int there = 0;
    MPI_Iprobe(0, kStop, MPI_COMM_WORLD, &there, MPI_STATUS_IGNORE);
    if (there == 0) return false;
    MPI_Recv(nullptr, 0, MPI_BYTE, 0, kStop, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return stopped_ = true;
  }
  std::string host() const override {
    std::array<char, MPI_MAX_PROCESSOR_NAME + 1> name{};
    int length = 0;
    MPI_Get_processor_name(name.data(), &length);
    return name.data();
  }

 private:
  /// Adds a call to the traffic.
  class Timed {
   public:
    Timed(MpiRanks& ranks, std::size_t bytes, std::size_t messages) : traffic_(ranks.traffic_) {
      traffic_.bytes += bytes;
      traffic_.messages += messages;
    }
    Timed(const Timed&) = delete;
    Timed& operator=(const Timed&) = delete;
    ~Timed() { traffic_.seconds += std::chrono::duration<double>(Clock::now() - begin_).count(); }

   private:
    using Clock = std::chrono::steady_clock;
    RankTraffic& traffic_;
    Clock::time_point begin_ = Clock::now();
  };

  int rank_ = 0, count_ = 1;
  std::mutex mutex_;  ///< of probes, which come from several threads
  std::vector<MPI_Request> stops_;
  bool stopped_ = false;
  RankTraffic traffic_;
};

/// The thread that calls may be another one of the process, one at a time. Errors of MPI end all ranks, as by default.
RankSession* begin() {
  int provided = MPI_THREAD_SINGLE;
  if (MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return nullptr;
  if (provided < MPI_THREAD_SERIALIZED) return nullptr;
  static MpiRanks ranks;
  return &ranks;
}

#if defined(OPEN_MPI)
constexpr const char* kLibrary = "Open MPI";
#elif defined(MPICH)
constexpr const char* kLibrary = "MPICH";
#else
constexpr const char* kLibrary = "another library";
#endif

}  // namespace

}  // namespace hibiki::mpi

extern "C" __attribute__((visibility("default"))) const hibiki::RankModule hibiki_rank_module;
const hibiki::RankModule hibiki_rank_module = {hibiki::kRankInterface, HIBIKI_VERSION, hibiki::mpi::kLibrary,
                                               &hibiki::mpi::begin};
