// The chapter of the manual lists everything that is measured.
#include <gmock/gmock.h>

#include "output/results/files.hpp"
#include "output/results/reader.hpp"
#include "output/results/results_writer.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

TEST(Manual, ListsEveryVariableOfResults) {
  const TestFolder folder;
  const Replicate replicate = synthetic_replicate(1, 3, folder / "spool");
  write_results(folder / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
  const std::string manual = read_whole_file(HIBIKI_OUTPUT_MANUAL);
  const ResultsReader results(folder / "results.h5");
  for (const std::string& name : results.names())
    EXPECT_TRUE(name.starts_with("text/") || manual.find("| `" + name + "` |") != std::string::npos)
        << name << " is not in output/README.md";
}

}  // namespace
}  // namespace hibiki
