// Other people's programs open results.h5 bare. Skipped where they are not installed.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "output/files.hpp"
#include "output/results_writer.hpp"
#include "tests/output/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::HasSubstr;

constexpr const char* kScript = R"(
import sys, xarray
data = xarray.open_dataset(sys.argv[1], engine=sys.argv[2])
assert dict(data.sizes)["replicate"] == 2 and dict(data.sizes)["time"] == 70, data.sizes
assert data.plays.dims == ("replicate", "time", "market", "scene"), data.plays.dims
assert data.act_engaged.dims == ("replicate", "time", "act"), data.act_engaged.dims
assert data.label_cash.dims == ("replicate", "time", "label")
assert data.plays.dtype == "int64", data.plays.dtype
assert str(data.time.values[0])[:10] == "1990-01-01" and str(data.time.values[1])[:10] == "1990-01-08"
assert list(data.scene.values) == ["A-pop", "B-pop", "C-pop"], data.scene
assert int(data.plays.sel(scene="B-pop", market="CC").isel(replicate=1, time=3)) == 6000000 + 3 * 20 + 2 * 3 + 1 + 1
assert list(data.seed.values) == [5, 6]
assert data.act_plays.coords["act_home"].values[0] == "AA"
assert str(data.act_debut.isel(replicate=0, act=0).values)[:10] == "1990-01-01"
assert str(data.act_debut.sel(act="act 6.1").isel(replicate=0).values) == "NaT"
assert data.revenue.attrs["units"] == "US cents of 2015" and data.revenue.attrs["long_name"]
assert data.attrs["Conventions"] == "CF-1.10"
assert all("long_name" in data[name].attrs for name in data.variables), "long_name"
)";

class ReadersOutside : public testing::Test {
 protected:
  static bool works(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

  /// What a command prints; fails the test when it fails.
  std::string output_of(const std::string& command) {
    const auto file = (folder_ / "printed").string();
    EXPECT_EQ(std::system((command + " >" + file + " 2>&1").c_str()), 0) << read_whole_file(file);
    return read_whole_file(file);
  }

  void write() {
    const std::vector<Replicate> replicates = {synthetic_replicate(5, 70, folder_ / "0.spool"),
                                               synthetic_replicate(6, 70, folder_ / "1.spool")};
    write_results(folder_ / "results.h5", synthetic_scenario(), replicates);
    write_file_atomically(folder_ / "script.py", kScript);
  }

  void open_in_xarray(const std::string& engine, const std::string& module) {
    if (!works("/usr/bin/python3 -c 'import xarray, " + module + "'"))
      GTEST_SKIP() << "/usr/bin/python3 has no xarray with " << module;
    write();
    output_of("/usr/bin/python3 " + (folder_ / "script.py").string() + " " + (folder_ / "results.h5").string() + " " +
              engine);
  }

  TestFolder folder_;
};

TEST_F(ReadersOutside, XarrayWithH5netcdf) { open_in_xarray("h5netcdf", "h5netcdf"); }

TEST_F(ReadersOutside, XarrayWithNetcdf4) { open_in_xarray("netcdf4", "netCDF4"); }

TEST_F(ReadersOutside, Ncdump) {
  if (!works("command -v ncdump")) GTEST_SKIP() << "ncdump is not installed";
  write();
  const std::string header = output_of("ncdump -h " + (folder_ / "results.h5").string());
  EXPECT_THAT(header, HasSubstr("int64 plays(replicate, time, market, scene)"));
  EXPECT_THAT(header, HasSubstr("string act(act)"));
  EXPECT_THAT(header, HasSubstr("time:units = \"days since 1970-01-01\""));
  EXPECT_THAT(header, HasSubstr(":Conventions = \"CF-1.10\""));
  for (const Series& series : series_table())
    EXPECT_THAT(header, HasSubstr(std::string(series.name) + ":units = \"" + std::string(series.units) + "\""));
}

TEST_F(ReadersOutside, XarrayOpensARunWithoutActs) {
  if (!works("/usr/bin/python3 -c 'import xarray, h5netcdf, netCDF4'"))
    GTEST_SKIP() << "/usr/bin/python3 has no xarray";
  Replicate replicate = synthetic_replicate(1, 0, folder_ / "spool");
  replicate.result.summary.acts.clear();
  replicate.result.summary.labels.clear();
  write_results(folder_ / "results.h5", synthetic_scenario(), std::span(&replicate, 1));
  for (const std::string engine : {"h5netcdf", "netcdf4"})
    output_of("/usr/bin/python3 -c 'import xarray; d = xarray.open_dataset(\"" + (folder_ / "results.h5").string() +
              "\", engine=\"" + engine + "\"); assert d.act_plays.shape == (1, 0, 0), d.act_plays.shape'");
}

}  // namespace
}  // namespace hibiki
