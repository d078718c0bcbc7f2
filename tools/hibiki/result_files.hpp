// Common parts of commands with result folders: the manifest and messages.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "output/results/machine.hpp"
#include "output/results/manifest.hpp"
#include "output/results/result_folder.hpp"

namespace hibiki::inline program {

inline constexpr double kSecondsInHour = 3600;

/// Commit of the source that the program was built from, for manifests; run_program() sets it before anything else.
inline std::string built_from;

/// When a command began.
struct RunClock {
  std::string started = utc_now();
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();

  double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); }
};

/// A manifest with all that it says whatever the result: versions, machine, cost. `scenario` is its name.
Manifest describe(const std::string& scenario, const std::vector<std::string>& command, const RunClock& clock);

/// The treatment of an existing result, depending on --force.
inline IfThere if_there(bool force) { return force ? IfThere::replace : IfThere::refuse; }

/// Claims the folder of a result of many worlds; its JSON `file` lists the worlds that failed. A finished result in
/// which some failed is made again.
std::unique_ptr<ResultFolder> take_folder_of_worlds(const std::filesystem::path& out, const ResultKind& kind,
                                                    bool force, const std::string& file);

/// ResultFolder::finish; says which files it kept under new names.
void publish(ResultFolder& folder, Manifest manifest);

/// Says that files had been changed since they were written, and which names they have now.
void say_kept(const std::vector<std::filesystem::path>& files);

/// add_to_finished of report.html; says where it is, and which file it kept.
void publish_report(const std::filesystem::path& folder, std::string_view page);

/// "DIR already contains this NOUN, finished; nothing to do".
void say_finished(const std::filesystem::path& folder, std::string_view noun);

}  // namespace hibiki::program
