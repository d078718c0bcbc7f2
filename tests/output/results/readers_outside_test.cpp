// Other people's programs open results.h5 bare. Skipped where they are not installed.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "output/results/files.hpp"
#include "output/results/reader.hpp"
#include "output/results/results_writer.hpp"
#include "output/results/stored_run.hpp"
#include "tests/output/results/synthetic_run.hpp"

namespace hibiki {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kXarray = R"(
import sys, xarray
data = xarray.open_dataset(sys.argv[1], engine=sys.argv[2])
replicates = int(sys.argv[3])
assert dict(data.sizes)["replicate"] == replicates and dict(data.sizes)["time"] == 70, data.sizes
assert data.plays.dims == ("replicate", "time", "market", "scene"), data.plays.dims
assert data.act_engaged.dims == ("replicate", "time", "act"), data.act_engaged.dims
assert data.label_cash.dims == ("replicate", "time", "label")
assert data.plays.dtype == "int64", data.plays.dtype
assert str(data.time.values[0])[:10] == "1990-01-01" and str(data.time.values[1])[:10] == "1990-01-08"
assert list(data.scene.values) == ["A-pop", "B-pop", "C-pop"], data.scene
seed = 4 + replicates
assert int(data.plays.sel(scene="B-pop", market="CC", replicate=seed).isel(time=3)) == seed * 1000000 + 3 * 20 + 2 * 3 + 1 + 1
assert list(data.seed.values) == list(data.replicate.values) == list(range(5, 5 + replicates)), data.seed
assert data.act_plays.coords["act_home"].values[0] == "AA"
assert all(len(key) == 16 and int(key, 16) >= 0 for key in data.act_plays.coords["act_key"].values), data.act_key
assert str(data.act_debut.isel(replicate=0, act=0).values)[:10] == "1990-01-01"
assert replicates == 1 or str(data.act_debut.sel(act="act 6.1").isel(replicate=0).values) == "NaT"
assert data.revenue.attrs["units"] == "US cents of 2015" and data.revenue.attrs["long_name"]
assert all("long_name" in data[name].attrs for name in data.variables), "long_name"
text = xarray.open_dataset(sys.argv[1], engine=sys.argv[2], group="text")
for name in text.variables:
    assert [value.decode() for value in text[name].values] == [str(value) for value in data[name].values], name
)";

constexpr const char* kH5py = R"(
import sys, h5py, numpy
with h5py.File(sys.argv[1]) as file:
    for name in file:
        if not isinstance(file[name], h5py.Dataset):
            continue
        for key, value in file[name].attrs.items():
            if key not in ("CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST"):
                assert isinstance(value, str) or numpy.isscalar(value), (name, key, value)
    assert all(isinstance(value, str) for value in file.attrs.values()), dict(file.attrs)
    scenes = list(file["scene"].asstr())
    assert file["plays"][0, 3, 2, scenes.index("B-pop")] == 5000000 + 3 * 20 + 2 * 3 + 1 + 1
    assert file["act_debut"].dtype == "int32" and file["act_debut"].attrs["_FillValue"] == -2**31
    assert numpy.isnan(file["fan_age"].attrs["_FillValue"]) and numpy.isnan(file["fan_age"].fillvalue)
    ids = [file[name].attrs["_Netcdf4Dimid"] for name in ("replicate", "time", "market", "scene", "text/byte")]
    assert ids[:4] == [0, 1, 2, 3] and ids[4] == 10, ids
)";

/// Runs of other seeds, each with acts of its own.
constexpr const char* kJoin = R"(
import sys, xarray
runs = [xarray.open_dataset(path).drop_dims(["act", "label"]) for path in sys.argv[1:3]]
joined = xarray.combine_by_coords(runs, combine_attrs="drop_conflicts")
assert list(joined.replicate.values) == [5, 6] and joined.plays.dtype == "int64", joined
assert int(joined.plays.sel(replicate=6)[0, 0, 0]) == 6000001, joined.plays
both = xarray.concat([xarray.open_dataset(path) for path in sys.argv[1:3]], "replicate")
assert set(both.act_key.sel(replicate=6).dropna("act").values) == set(xarray.open_dataset(sys.argv[2]).act_key.values)
)";

/// Makes a file of the first layout of one of today's: keys were numbers, and days that are missing -9,000,000,000.
constexpr const char* kFirstLayout = R"(
import sys, h5py, numpy
with h5py.File(sys.argv[1], "a") as file:
    del file.attrs["layout"]
    for name in ("act_key", "label_key"):
        keys = numpy.array([int(key, 16) for key in file[name].asstr()], dtype="u8")
        del file[name]
        file[name] = keys
    for name in ("act_debut", "label_founded"):
        days = file[name][...].astype("i8")
        days[days == -2**31] = -9000000000
        del file[name]
        file[name] = days
)";

constexpr const char* kRename = R"(
import sys, shutil, numpy, netCDF4
for old in ("scene", "time", "market"):
    shutil.copy(sys.argv[1], sys.argv[1] + ".renamed")
    with netCDF4.Dataset(sys.argv[1] + ".renamed", "a") as file:
        file.renameDimension(old, "aaa")
    with netCDF4.Dataset(sys.argv[1]) as before, netCDF4.Dataset(sys.argv[1] + ".renamed") as after:
        for name in before.variables:
            assert numpy.ma.allequal(before[name][:], after[name][:]) or name.endswith("centrality"), (old, name)
            dimensions = ["aaa" if dimension == old else dimension for dimension in before[name].dimensions]
            assert list(after[name].dimensions) == dimensions, (old, name, after[name].dimensions)
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

  /// A run of so many replicates, the first with this seed.
  std::string write(int replicates, std::uint64_t seed = 5) {
    std::vector<Replicate> run;
    for (int r = 0; r < replicates; ++r)
      run.push_back(synthetic_replicate(seed + r, 70, folder_ / (std::to_string(seed + r) + ".spool")));
    const auto path = folder_ / (std::to_string(replicates) + "-" + std::to_string(seed) + ".h5");
    write_results(path, synthetic_scenario(), run);
    return path.string();
  }

  /// Runs a script; skips the test where a module is missing.
  void run_python(const std::string& modules, const char* script, const std::string& arguments) {
    if (!works("/usr/bin/python3 -c 'import " + modules + "'")) GTEST_SKIP() << "/usr/bin/python3 lacks " << modules;
    write_file_atomically(folder_ / "script.py", script);
    output_of("/usr/bin/python3 " + (folder_ / "script.py").string() + " " + arguments);
  }

  TestFolder folder_;
};

TEST_F(ReadersOutside, XarrayWithH5netcdf) {
  for (const int replicates : {1, 2})
    run_python("xarray, h5netcdf", kXarray, write(replicates) + " h5netcdf " + std::to_string(replicates));
}

TEST_F(ReadersOutside, XarrayWithNetcdf4) {
  for (const int replicates : {1, 2})
    run_python("xarray, netCDF4", kXarray, write(replicates) + " netcdf4 " + std::to_string(replicates));
}

TEST_F(ReadersOutside, XarrayJoinsRunsByTheirSeeds) {
  run_python("xarray, h5netcdf", kJoin, write(1, 5) + " " + write(1, 6));
}

TEST_F(ReadersOutside, H5pyGivesAttributesAsText) { run_python("h5py", kH5py, write(2)); }

TEST_F(ReadersOutside, ARenamedDimensionDamagesNoOther) { run_python("netCDF4", kRename, write(2)); }

TEST_F(ReadersOutside, AFileOfTheFirstLayoutIsReadAndNotCompared) {
  const std::string today = write(2), first = (folder_ / "first.h5").string();
  std::filesystem::copy_file(today, first);
  run_python("h5py", kFirstLayout, first);
  if (IsSkipped()) return;
  const Scenario scenario = synthetic_scenario();
  for (const std::size_t replicate : {0U, 1U}) {
    const RunSummary expected = StoredRun(today, scenario).show(replicate, {}).summary;
    const RunSummary read = StoredRun(first, scenario).show(replicate, {}).summary;
    ASSERT_EQ(read.acts.size(), expected.acts.size());
    for (std::size_t i = 0; i < read.acts.size(); ++i) {
      EXPECT_EQ(read.acts[i].key, expected.acts[i].key);
      EXPECT_EQ(read.acts[i].since, expected.acts[i].since);
    }
  }
  EXPECT_THAT(io_error_of([&] { first_difference(first, today); }),
              AllOf(HasSubstr("first.h5"), HasSubstr("layout; run its scenario again")));
}

TEST_F(ReadersOutside, H5diffComparesASeriesOfNothing) {
  if (!works("command -v h5diff")) GTEST_SKIP() << "h5diff is not installed";
  Replicate replicate = synthetic_replicate(1, 3, folder_ / "some");
  write_results(folder_ / "some.h5", synthetic_scenario(), std::span(&replicate, 1));
  replicate.spool = folder_ / "none";
  WeekRecorder recorder(replicate.spool);
  recorder.begin(synthetic_axes(), 3);
  for (int w = 0; w < 3; ++w) {
    WeekObservation week = synthetic_week(1, w);
    std::ranges::fill(week.lever_cost, 0);
    recorder.week(week, {}, {});
  }
  recorder.end({});
  write_results(folder_ / "none.h5", synthetic_scenario(), std::span(&replicate, 1));
  const std::string files = (folder_ / "some.h5").string() + " " + (folder_ / "none.h5").string();
  EXPECT_FALSE(works("h5diff " + files + " /lever_cost"));
  EXPECT_TRUE(works("h5diff " + files + " /plays"));
}

TEST_F(ReadersOutside, Ncdump) {
  if (!works("command -v ncdump")) GTEST_SKIP() << "ncdump is not installed";
  const std::string header = output_of("ncdump -h " + write(2));
  EXPECT_THAT(header, HasSubstr("int64 plays(replicate, time, market, scene)"));
  EXPECT_THAT(header, HasSubstr("string act(act)"));
  EXPECT_THAT(header, HasSubstr("time:units = \"days since 1970-01-01\""));
  EXPECT_THAT(header, HasSubstr("char act(act, byte)"));
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
