#include "output/results/machine.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <Eigen/src/Core/util/Macros.h>
#include <tbb/version.h>

#include <boost/version.hpp>
#include <ctime>

#include "output/results/hdf5_file.hpp"

namespace hibiki::inline results {

std::string project_version() { return HIBIKI_VERSION; }

std::vector<std::pair<std::string, std::string>> library_versions() {
  return {
#if defined(__clang__)
    {"compiler", "clang " __clang_version__},
#else
    {"compiler", "g++ " __VERSION__},
#endif
        {"HDF5", hdf5_version()}, {"oneTBB", TBB_runtime_version()},
        {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"Eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
  };
}

std::string host_name() {
  char name[256] = "";
  return ::gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::int64_t peak_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace hibiki::results
