// Writes pages of synthetic comparisons into a folder, to be looked at and for the test in a browser.
// Usage: report_pages FOLDER
#include <filesystem>
#include <iostream>

#include "output/report/report.hpp"
#include "output/results/files.hpp"
#include "tests/output/report/synthetic_comparison.hpp"
#include "tests/output/report/synthetic_evidence.hpp"
#include "tests/output/report/synthetic_optimisation.hpp"
#include "tests/output/report/synthetic_sweep.hpp"

int main(int count, char** words) {
  using namespace hibiki;
  if (count != 2) {
    std::cerr << "usage: report_pages FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = words[1];
  std::filesystem::create_directories(folder);
  const auto write = [&](const char* name, const std::string& page) { write_file_atomically(folder / name, page); };
  write("comparison.html",
        report_page(synthetic_comparison().dump(), synthetic_attribution().dump(), synthetic_why().dump()));
  write("variants.html", report_page(synthetic_comparison({.pairs = 8, .variants = 3}).dump()));
  write("one_pair.html", report_page(synthetic_comparison({.pairs = 1}).dump()));
  write("placebo.html", report_page(synthetic_comparison({.pairs = 4, .effect = 0}).dump()));
  write("ensemble.html", report_page(synthetic_comparison({.pairs = 4, .ensemble = true}).dump()));
  write("future.html", report_page(synthetic_comparison({.pairs = 8, .variants = 2, .future = true}).dump()));
  write("run.html", report_page(synthetic_run().dump()));
  write("experiments.html", evidence_page(synthetic_reproductions().dump()));
  write("grid.html", evidence_page(synthetic_grid().dump()));
  write("sweep_grid.html", sweep_page(synthetic_sweep_grid().dump()));
  write("sweep_saltelli.html", sweep_page(synthetic_saltelli().dump()));
  write("sweep_morris.html", sweep_page(synthetic_morris().dump()));
  write("sweep_one_point.html", sweep_page(synthetic_one_point().dump()));
  write("sweep_many.html", sweep_page(synthetic_many_points(5000).dump()));
  write("optimisation.html", optimisation_page(synthetic_optimisation().dump()));
  write("sweep_nothing.html", sweep_page(R"({"kind": "sweep_results"})"));
  write("nothing.html", report_page(R"({"kind": "comparison", "variants": [{}]})"));
}
