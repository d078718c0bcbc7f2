#!/usr/bin/env bash
# NLopt 2.7.1 (Debian 12: 2.7.1-5) comes as two libraries, each with a CMake configuration of the package name NLopt: libnlopt-dev
# (cmake/nlopt, target NLopt::nlopt) and libnlopt-cxx-dev (cmake/nlopt_cxx, target NLopt::nlopt_cxx), which adds the two algorithms
# written in C++. With both installed, find_package(NLopt) takes the first, so that NLopt::nlopt_cxx does not exist. A C++ program
# builds against it as well, since nlopt.hpp wraps the C functions and lists all algorithms; StoGO and AGS then throw when they
# are run, and their own names say so. Seen:
#     find_package: NLopt::nlopt
#     NLopt::nlopt      StoGO (NOT COMPILED): nlopt invalid argument
#     NLopt::nlopt_cxx  StoGO (global, derivative-based): found
# NAMES nlopt_cxx CONFIGS NLoptConfig.cmake finds the second.
set -euo pipefail
version=2.7.1-5
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download "libnlopt0=$version" "libnlopt-dev=$version" "libnlopt-cxx0=$version" "libnlopt-cxx-dev=$version"
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export CMAKE_PREFIX_PATH=$folder/root/usr CMAKE_LIBRARY_PATH=$folder/root/usr/lib/x86_64-linux-gnu

cat >main.cpp <<'CPP'
#include <cstdio>
#include <nlopt.hpp>
int main() {
  nlopt::opt search(nlopt::GD_STOGO, 2);
  search.set_lower_bounds({-2.0, -2.0});
  search.set_upper_bounds({2.0, 2.0});
  search.set_maxeval(200);
  search.set_min_objective(
      [](const std::vector<double>& x, std::vector<double>& slope, void*) {
        if (!slope.empty()) slope = {2 * (x[0] - 1), 2 * x[1]};
        return (x[0] - 1) * (x[0] - 1) + x[1] * x[1];
      },
      nullptr);
  std::vector<double> x{0.5, 0.5};
  double least = 0;
  try {
    search.optimize(x, least);
    std::printf("%s: %s\n", search.get_algorithm_name(), least < 1e-3 ? "found" : "not found");
  } catch (const std::exception& error) {
    std::printf("%s: %s\n", search.get_algorithm_name(), error.what());
  }
}
CPP
cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.20)
project(two_configurations CXX)
find_package(NLopt REQUIRED ${how})
file(WRITE ${CMAKE_BINARY_DIR}/found "${NLOPT_LIBRARIES}")
add_executable(search main.cpp)
target_include_directories(search PRIVATE ${NLOPT_INCLUDE_DIRS})
target_link_libraries(search ${NLOPT_LIBRARIES})
CMAKE
seen() { # folder, options of find_package
  if ! { cmake -S . -B "$1" -Dhow="$2" && cmake --build "$1"; } >"$1.log" 2>&1; then
    cat "$1.log" >&2
    exit 1
  fi
  printf '%s  %s\n' "$(cat "$1/found")" "$(LD_LIBRARY_PATH=$CMAKE_LIBRARY_PATH "$1/search")"
}
plain=$(seen plain "")
named=$(seen named "NAMES;nlopt_cxx;CONFIGS;NLoptConfig.cmake")
printf '%s\n' "$plain" "$named"
[[ $plain == "NLopt::nlopt  StoGO (NOT COMPILED): nlopt invalid argument" ]]
[[ $named == "NLopt::nlopt_cxx  StoGO (global, derivative-based): found" ]]
echo "as described"
