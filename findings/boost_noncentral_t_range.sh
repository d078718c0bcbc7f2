#!/usr/bin/env bash
# Boost.Math 1.74 (Debian 12: libboost1.74-dev 1.74.0+ds1-21): the distribution function of the noncentral t raises an error of
# rounding, instead of giving 1 or 0, once half of the squared noncentrality no longer fits into an int: above 65,536. A power
# analysis meets that wherever the spread of paired differences is tiny. Seen, of
# the upper tail beyond 2.13 with 15 degrees of freedom:
#     1000: 1
#     65535: 1
#     65537: Error in function boost::math::itrunc<long double>(long double): Value 2147549184.5 can not be represented in the tar ...
# Far above the limit the tail is 1 to all digits and need not be computed.
set -euo pipefail
version=1.74.0+ds1-21
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download "libboost1.74-dev=$version"
dpkg-deb -x ./*.deb root

cat >main.cpp <<'CPP'
#include <boost/math/distributions/non_central_t.hpp>
#include <cstdio>
#include <exception>
int main() {
  for (const double noncentrality : {1000.0, 65535.0, 65537.0}) {
    try {
      const boost::math::non_central_t shifted(15.0, noncentrality);
      std::printf("%.0f: %g\n", noncentrality, cdf(complement(shifted, 2.13)));
    } catch (const std::exception& error) {
      std::printf("%.0f: %.117s ...\n", noncentrality, error.what());
    }
  }
}
CPP
g++ -std=c++17 -O1 -isystem root/usr/include main.cpp -o main
./main | tee seen
diff seen - <<'SEEN'
1000: 1
65535: 1
65537: Error in function boost::math::itrunc<long double>(long double): Value 2147549184.5 can not be represented in the tar ...
SEEN
