#include "output/results/claim_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <nlohmann/json.hpp>
#include <system_error>

#include "output/results/files.hpp"
#include "output/results/folders.hpp"
#include "output/results/manifest.hpp"

namespace hibiki::inline results {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kTries = 1000;  ///< of a folder for which many contend; each try is a few system calls

fs::path beside_claim(const fs::path& folder, const std::string& what) {
  return folder / fmt::format("{}.{}", kClaimName, what);
}

/// field(key, member) in the order of the file.
template <class Record, class Field>
void for_each_member(Record& record, const Field& field) {
  field("token", record.token);
  field("host", record.process.host);
  field("boot", record.process.boot);
  field("pid_namespace", record.process.pid_namespace);
  field("pid", record.process.pid);
  field("started", record.process.started);
  field("since", record.since);
  field("command", record.process.command);
}

/// Takes one claim. Each step is one system call that one process alone can do.
class ClaimAttempt {
 public:
  ClaimAttempt(const fs::path& folder, const ClaimRecord& record, std::vector<fs::path>& made_folders)
      : folder_(folder), record_(record), made_folders_(made_folders), own_(beside_claim(folder, record.token)) {}
  ~ClaimAttempt() { ::unlink(own_.c_str()); }

  void take() {
    write_own();
    take(folder_ / kClaimName);
  }

 private:
  /// The record in a file that no other process knows. Its time is that of the file server.
  void write_own() {
    for (const fs::path& made : make_folder(folder_)) made_folders_.push_back(made);
    OutputFile file(own_);
    write_record(file);
  }

  void write_record(OutputFile& file) const {
    const std::string text = to_json(record_);
    file.write(std::as_bytes(std::span(text)));
    file.close();
  }

  /// Gives `name` to this process; from a process that is gone it is taken over. The right to do that is a claim
  /// itself, named after the stale one: its holder alone may rename it over that one.
  void take(const fs::path& name) {
    for (int tries = 0; tries < kTries; ++tries) {
      if (create(name)) return;
      const auto found = read_claim(name);
      if (!found) continue;  // given up meanwhile
      require_stale(name, *found);
      const fs::path successor = beside_claim(folder_, "after-" + found->record.token);
      take(successor);
      const auto still = read_claim(name);
      if (still && still->record == found->record && ::rename(successor.c_str(), name.c_str()) == 0) return;
      ::unlink(successor.c_str());  // another process was first
    }
    throw IoError(fmt::format("{} is in use by many processes; run the same command again", folder_.string()));
  }

  /// False when the name is taken.
  bool create(const fs::path& name) {
    if (::link(own_.c_str(), name.c_str()) == 0) return true;
    switch (errno) {
      case EEXIST:  // the link may be this process's own: its reply was lost on the network
        return is_own(name);
      case ENOENT:  // the folder was empty and has been removed, or the file was taken for one that was left over
        write_own();
        return false;
      case EPERM:
      case EOPNOTSUPP:
      case ENOSYS:
      case EMLINK:  // no links here
        return create_exclusively(name);
      default:
        throw_io_error("write", name, errno);
    }
  }

  bool is_own(const fs::path& name) const {
    const auto found = read_claim(name);
    return found && found->record.token == record_.token;
  }

  bool create_exclusively(const fs::path& name) {
    std::optional<OutputFile> file = OutputFile::create(name);
    if (!file) return false;
    try {
      write_record(*file);
      return true;
    } catch (const IoError&) {
      ::unlink(name.c_str());
      throw;
    }
  }

  /// Seconds since the claim was refreshed. A new file has the file server's time, not this machine's.
  double age_of(const FoundClaim& found) {
    write_own();
    const auto own = read_claim(own_);
    return own ? own->refreshed - found.refreshed : 0.0;
  }

  void require_stale(const fs::path& name, const FoundClaim& found) {
    const ProcessIdentity& process = found.record.process;
    const ProcessState state = state_of(process);
    if (state == ProcessState::gone) return;
    if (state == ProcessState::running)
      throw IoError(
          fmt::format("{} is in use: process {} has been writing there since {} ({}); wait until it is done, "
                      "or choose another folder with --out",
                      folder_.string(), process.pid, found.record.since, process.command));
    const double age = age_of(found);
    if (age >= kSecondsUntilStale) return;
    const std::string owner =
        process.host.empty() ? "a process" : fmt::format("process {} on {}", process.pid, process.host);
    throw IoError(
        fmt::format("{} is in use: {} was active {:.0f} s ago; run the same command again in {:.0f} s, or "
                    "remove {} now if that process has ended",
                    folder_.string(), owner, std::max(age, 0.0), std::ceil(kSecondsUntilStale - age), name.string()));
  }

  const fs::path& folder_;
  const ClaimRecord& record_;
  std::vector<fs::path>& made_folders_;
  fs::path own_;
};

}  // namespace

std::string to_json(const ClaimRecord& record) {
  Json json = {{"hibiki", "claim"}};
  for_each_member(record, [&](const char* key, const auto& value) { json[key] = value; });
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<FoundClaim> read_claim(const fs::path& file) {
  struct stat status = {};
  std::string text;
  try {
    text = read_whole_file(file);  // opened first: on a network that makes the time a fresh one
    if (::stat(file.c_str(), &status) != 0) throw_io_error("read", file, errno);
  } catch (const IoError&) {
    if (::access(file.c_str(), F_OK) != 0 && errno == ENOENT) return std::nullopt;
    throw;
  }
  text = text.substr(0, text.find('\0'));  // where a power cut left the length alone
  FoundClaim found;
  found.refreshed = static_cast<double>(status.st_mtim.tv_sec) + static_cast<double>(status.st_mtim.tv_nsec) * 1e-9;
  const std::string whole = to_json(ClaimRecord());
  const bool ours = text.starts_with(whole.substr(0, std::min(text.size(), whole.find(','))));
  if (!ours)
    throw IoError(
        fmt::format("{} is not a file of hibiki, but has the name of its lock file; move it away", file.string()));
  try {
    const Json json = Json::parse(text);
    for_each_member(found.record, [&](const char* key, auto& value) { json.at(key).get_to(value); });
  } catch (const Json::exception&) {
    found.record = {text_digest(text), {}, {}};  // torn as it was written
  }
  return found;
}

void take_claim(const fs::path& folder, const ClaimRecord& record, std::vector<fs::path>& made_folders) {
  ClaimAttempt(folder, record, made_folders).take();
}

void remove_unfinished_claims(const fs::path& folder) noexcept {
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (at->path().filename().string().starts_with(std::string(kClaimName) + ".")) ::unlink(at->path().c_str());
}

}  // namespace hibiki::results
