#include <fmt/format.h>
#include <unistd.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>
#include <nlohmann/json.hpp>

#include "output/files.hpp"
#include "output/finished_files.hpp"
#include "output/report/report.hpp"
#include "output/result_folder.hpp"
#include "output/stored_json.hpp"
#include "tools/hibiki/commands.hpp"
#include "tools/hibiki/exit_codes.hpp"
#include "tools/hibiki/interrupt.hpp"
#include "tools/hibiki/result_files.hpp"
#include "tools/hibiki/run_report.hpp"
#include "tools/hibiki/streams.hpp"
#include "tools/hibiki/terminal.hpp"
#include "tools/hibiki/text.hpp"

namespace hibiki {

namespace {

namespace fs = std::filesystem;

struct ReportOptions {
  fs::path path, out;
  bool json = false;
};

/// A file that some results have: empty where it is neither there nor in the manifest.
std::string read_if_there(const fs::path& file) {
  const auto manifest = manifest_in(file.parent_path());
  const bool listed = manifest && manifest->file(file.filename().string()) != nullptr;
  return listed || fs::exists(file) ? read_as_written(file) : std::string();
}

/// What a report is made of, and where the page goes when nobody says.
struct Material {
  std::string json;
  fs::path folder;
};

Material material_of(const fs::path& path) {
  if (!fs::exists(path))
    throw IoError(fmt::format("cannot read {}: there is no such run or comparison", path.string()));
  const bool folder = fs::is_directory(path);
  finish_publication(folder ? path : path.parent_path());
  const fs::path comparison = folder ? path / "compare.json" : path;
  const auto listed = [&] {
    const auto manifest = manifest_in(path);
    return manifest && manifest->file("compare.json") != nullptr;
  };
  if (comparison.filename() == "compare.json" && (fs::exists(comparison) || listed()))
    return {read_as_written(comparison), comparison.parent_path()};
  const fs::path manifest = folder ? path / "manifest.json" : path;
  if (!fs::exists(manifest) || manifest.filename() != "manifest.json")
    throw IoError(fmt::format(
        "{} holds neither a finished comparison (compare.json) nor a finished run (manifest.json)", path.string()));
  return {run_document(manifest.parent_path()), manifest.parent_path()};
}

int report(const ReportOptions& options) {
  const InterruptWatch interrupt;
  const Material material = material_of(options.path);
  if (options.json) {
    print(material.json);
    return kDone;
  }
  const fs::path out = options.out.empty() ? material.folder / "report.html" : options.out;
  const std::string page = report_page(material.json, read_if_there(material.folder / "attribution.json"),
                                       read_if_there(material.folder / "why.json"));
  // report.html of a finished result is one of its files.
  if (out.filename() == "report.html")
    say_kept(add_to_finished(out.parent_path(), "report.html", page));
  else
    write_file_atomically(out, page);
  print(fmt::format("{}\n", out.string()));
  const StoredJson document = StoredJson::parse(material.json, material.folder / "compare.json");
  for (const StoredJson& pattern : document["patterns"])
    say_line(wrapped(fmt::format("{}  {}: {}; {}", pattern["id"].get<std::string>(), pattern["text"].get<std::string>(),
                                 pattern["result"].get<std::string>(), pattern["measured"].get<std::string>()),
                     0, layout_of(STDERR_FILENO).columns));
  return kDone;
}

}  // namespace

void add_report_command(CLI::App& app, Invocation& invocation) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* command = app.add_subcommand("report", "Write report.html of a finished run or comparison");
  command->add_option("RUN|COMPARE", options->path, "Folder of a run or of a comparison")->required();
  command->add_option("--out", options->out, "File to write; report.html in the folder when not given")
      ->type_name("FILE");
  command->add_flag("--json", options->json, "Print what the page is made of instead of writing it");
  command->footer(
      "One file that needs nothing else; for a run of the history, with the patterns P1-P8 of the record.\n"
      "Example:\n  hibiki report runs/history");
  command->callback([options, &invocation] { invocation.action = [options] { return report(*options); }; });
}

}  // namespace hibiki
