#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <cerrno>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "output/report/report.hpp"
#include "output/results/files.hpp"
#include "output/results/finished_files.hpp"
#include "output/results/folders.hpp"
#include "output/results/result_folder.hpp"
#include "output/results/stored_json.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/run_report.hpp"
#include "tools/hibiki/stop_signals.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"
#include "tools/sweep/sweep_document.hpp"

namespace hibiki::inline program {

namespace {

namespace fs = std::filesystem;

struct ReportOptions {
  fs::path path, out;
  bool json = false;
};

/// An optional file of a result; empty if it does not exist and the manifest does not list it.
std::string read_if_there(const fs::path& file) {
  const auto manifest = manifest_in(file.parent_path());
  const bool listed = manifest && manifest->file(file.filename().string()) != nullptr;
  return listed || fs::exists(file) ? read_as_written(file) : std::string();
}

/// The JSON document of a report, and the default folder of the page.
struct ReportSource {
  enum class Kind { result, sweep, optimisation };
  std::string json;
  fs::path folder;
  Kind kind = Kind::result;

  std::string page() const;
};

/// The document of a sweep: of the runs that are finished now.
ReportSource sweep_source(const fs::path& path) {
  SweepFolder folder(path);
  if (count_runs(folder).done == 0)
    throw IoError(fmt::format("{} has no finished run yet: 'hibiki sweep run' makes some", path.string()));
  return {sweep_document(folder, folder.log()).dump(), path, ReportSource::Kind::sweep};
}

std::string ReportSource::page() const {
  switch (kind) {
    case Kind::sweep:
      return sweep_page(json);
    case Kind::optimisation:
      return optimisation_page(json);
    default:
      return report_page(json, read_if_there(folder / "attribution.json"), read_if_there(folder / "why.json"));
  }
}

ReportSource source_of(const fs::path& path) {
  if (!fs::exists(path)) throw IoError(fmt::format("cannot read {}: no such run or comparison", path.string()));
  const bool folder = fs::is_directory(path);
  const fs::path place = folder ? path : folder_of(path);
  finish_publication(place);
  const fs::path comparison = folder ? path / "compare.json" : path;
  const auto listed = [&] {
    const auto manifest = manifest_in(path);
    return manifest && manifest->file("compare.json") != nullptr;
  };
  if (comparison.filename() == "compare.json" && (fs::exists(comparison) || listed()))
    return {read_as_written(comparison), folder_of(comparison)};
  const fs::path manifest = folder ? path / "manifest.json" : path;
  if (folder && is_sweep_folder(path)) return sweep_source(path);
  if (const auto made = manifest_in(place); made && made->kind == "optimisation") {
    const fs::path file = place / "optimise.json";
    if (folder || path.filename() == "manifest.json" || path.filename() == file.filename())
      return {read_as_written(file), place, ReportSource::Kind::optimisation};
  }
  if (!fs::exists(manifest) || manifest.filename() != "manifest.json")
    throw IoError(fmt::format(
        "{} is not a finished comparison (no compare.json) or run (no manifest.json), nor a sweep or optimisation",
        path.string()));
  return {run_document(folder_of(manifest)), folder_of(manifest)};
}

bool is_standard_output(const fs::path& path) {
  struct stat there = {}, output = {};
  return ::stat(path.c_str(), &there) == 0 && ::fstat(STDOUT_FILENO, &output) == 0 && there.st_dev == output.st_dev &&
         there.st_ino == output.st_ino;
}

/// Whether a path is report.html of the finished result itself: one of the files that its manifest lists.
bool is_own_report(const fs::path& file, const fs::path& result) {
  std::error_code unknown;
  if (file.filename() != "report.html" || !fs::equivalent(folder_of(file), result, unknown)) return false;
  const auto manifest = manifest_in(result);
  return manifest && manifest->files;
}

/// The target of a symbolic link, whether it exists or not: a page replaces the target, not the link.
fs::path behind_links(fs::path file) {
  constexpr int kLinks = 40;  // as the kernel follows
  for (int links = 0; links < kLinks; ++links) {
    std::error_code failed;
    const fs::path next = fs::read_symlink(file, failed);
    if (failed) return file;
    file = folder_of(file) / next;  // or next, where that is absolute
  }
  throw_io_error("write", file, ELOOP);
}

/// Throws IoError unless the file may be replaced: it is a page of hibiki that no manifest lists, or nothing is there.
void require_replaceable(const fs::path& file, const fs::path& result) {
  const fs::path folder = folder_of(file);
  finish_publication(folder);
  std::error_code unknown;
  if (const auto manifest = manifest_in(folder)) {
    if (!fs::equivalent(folder, result, unknown))
      throw IoError(fmt::format("{} contains another finished {}; choose another folder for the page of {} with --out",
                                folder.string(), manifest->kind, result.string()));
    const std::string name = file.filename();
    if (name != "report.html" && manifest->file(name) != nullptr)
      throw IoError(fmt::format("{} is a file of the result in {}; choose another name with --out", file.string(),
                                folder.string()));
  }
  if (!is_there(file)) return;
  std::string head(1 << 16, '\0');
  InputFile in(file);
  head.resize(in.read(std::as_writable_bytes(std::span(head))));
  if (!is_page(head))
    throw IoError(fmt::format("{} exists and is not a page of hibiki: move it away, or choose another name with --out",
                              file.string()));
}

/// Writes the page of a result to the given path.
void put(const std::string& page, const fs::path& out, const fs::path& result) {
  if (is_own_report(out, result)) return say_kept(add_to_finished(folder_of(out), "report.html", page));
  std::error_code failed;
  const fs::file_type type = fs::status(out, failed).type();
  if (type == fs::file_type::none) throw_io_error("write", out, failed.value());
  if (type == fs::file_type::directory) throw_io_error("write", out, EISDIR);
  if (type != fs::file_type::regular && type != fs::file_type::not_found) {
    // A device or a pipe keeps its place.
    OutputFile through(out, OutputFile::Start::end);
    through.write(std::as_bytes(std::span(page)));
    return through.close();
  }
  const fs::path file = behind_links(out);
  if (is_own_report(file, result)) return say_kept(add_to_finished(folder_of(file), "report.html", page));
  require_replaceable(file, result);
  write_file_atomically(file, page);
}

int report(const ReportOptions& options) {
  const InterruptWatch interrupt;
  const ReportSource source = source_of(options.path);
  if (options.json) {
    print(source.json);
    return kDone;
  }
  const fs::path out = options.out.empty() ? source.folder / "report.html" : options.out;
  const std::string page = source.page();
  if (is_standard_output(out)) {
    print(page);
  } else {
    put(page, out, source.folder);
    print(fmt::format("{}\n", out.string()));
  }
  if (source.kind != ReportSource::Kind::result) return kDone;
  const StoredJson document = StoredJson::parse(source.json, source.folder / "compare.json");
  for (const StoredJson& pattern : document["patterns"])
    say_line(wrapped(fmt::format("{}  {}: {}; {}", pattern["id"].get<std::string>(), pattern["text"].get<std::string>(),
                                 pattern["result"].get<std::string>(), pattern["measured"].get<std::string>()),
                     0, layout_of(STDERR_FILENO).columns));
  return kDone;
}

}  // namespace

void add_report_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command =
      app.add_subcommand("report", "Write the report of a finished run, comparison, sweep or optimisation");
  command->add_option("RUN|COMPARE|SWEEP", options->path, "Folder of a run, a comparison, a sweep or an optimisation")
      ->required();
  command->add_option("--out", options->out, "File to write; default: report.html in the folder")->type_name("FILE");
  command->add_flag("--json", options->json, "Print the page's data as JSON instead of writing the page");
  command->footer(
      "The report is one HTML file. For runs of the history it includes the patterns P1-P8 of the record.\n"
      "Example:\n  hibiki report runs/history");
  command->callback([options, &invocation] { invocation.action = [options] { return report(*options); }; });
}

}  // namespace hibiki::program
