#!/usr/bin/env bash
# NLopt 2.7.1 (Debian 12: 2.7.1-5): the DIRECT algorithms step over their upper bounds by rounding. An objective that grows towards
# the corner (1, 1) of [0, 1]^2 is called with 1.0000000000000002, which is also what they return; a function with sqrt(1 - x) in
# it, or a table looked up by x, meets that there. The usual second step, a local search from the point that was found, is then
# refused: the start is outside of the bounds, with a message that prints as if it were not. Coordinates are sums of thirds
# that were rounded; how many evaluations it takes depends on the algorithm. Seen:
#     DIRECT            1300 evaluations: none outside, best inside
#     DIRECT           13000 evaluations: some outside, best 1.0000000000000002
#     DIRECT-L          1400 evaluations: some outside, best 1.0000000000000002
#     ORIG_DIRECT_L     1100 evaluations: some outside, best 1.0000000000000002
#     then SBPLX: bounds 0 fail 0 <= 1 <= 1
# Clamping the point to the bounds before it is used or handed on mends both.
set -euo pipefail
version=2.7.1-5
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download "libnlopt0=$version" "libnlopt-dev=$version"
for package in ./*.deb; do dpkg-deb -x "$package" root; done

cat >main.cpp <<'CPP'
#include <cstdio>
#include <exception>
#include <nlopt.hpp>
#include <vector>

int outside = 0;

double grows(const std::vector<double>& x, std::vector<double>&, void*) {
  outside += x[0] > 1.0 || x[1] > 1.0;
  return x[0] + x[1];
}

nlopt::opt in_the_square(nlopt::algorithm algorithm, int evaluations) {
  nlopt::opt search(algorithm, 2);
  search.set_lower_bounds(0.0);
  search.set_upper_bounds(1.0);
  search.set_maxeval(evaluations);
  search.set_max_objective(grows, nullptr);
  return search;
}

int main() {
  struct Case {
    const char* name;
    nlopt::algorithm algorithm;
    int evaluations;
  };
  for (const Case& one : {Case{"DIRECT", nlopt::GN_DIRECT, 1300}, Case{"DIRECT", nlopt::GN_DIRECT, 13000},
                          Case{"DIRECT-L", nlopt::GN_DIRECT_L, 1400}, Case{"ORIG_DIRECT_L", nlopt::GN_ORIG_DIRECT_L, 1100}}) {
    outside = 0;
    std::vector<double> x{0.5, 0.5};
    double most = 0;
    in_the_square(one.algorithm, one.evaluations).optimize(x, most);
    std::printf("%-15s %6d evaluations: %s outside, best %s\n", one.name, one.evaluations, outside > 0 ? "some" : "none",
                x[0] > 1.0 ? "1.0000000000000002" : "inside");
    if (x[0] <= 1.0) continue;
    nlopt::opt local = in_the_square(nlopt::LN_SBPLX, 100);
    try {
      local.optimize(x, most);
      std::printf("then SBPLX: starts\n");
    } catch (const std::exception& error) {
      std::printf("then SBPLX: %s\n", error.what());
    }
  }
}
CPP
library=$folder/root/usr/lib/x86_64-linux-gnu
g++ -std=c++17 -I root/usr/include main.cpp "$library/libnlopt.so.0" -o main
LD_LIBRARY_PATH=$library ./main | tee seen.txt
diff - seen.txt <<'SEEN'
DIRECT            1300 evaluations: none outside, best inside
DIRECT           13000 evaluations: some outside, best 1.0000000000000002
then SBPLX: bounds 0 fail 0 <= 1 <= 1
DIRECT-L          1400 evaluations: some outside, best 1.0000000000000002
then SBPLX: bounds 0 fail 0 <= 1 <= 1
ORIG_DIRECT_L     1100 evaluations: some outside, best 1.0000000000000002
then SBPLX: bounds 0 fail 0 <= 1 <= 1
SEEN
echo "as described"
