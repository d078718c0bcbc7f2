#!/usr/bin/env bash
# cpp-httplib as Debian 12 compiles it (libcpp-httplib-dev 0.11.4+ds-1+deb12u1). Two things that neither the header nor the linker
# says:
#   1. The library is built with OpenSSL, zlib and Brotli, and its classes have members for them. A program that includes <httplib.h>
#      without -DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT -DCPPHTTPLIB_BROTLI_SUPPORT (they stand in cpp-httplib.pc alone)
#      compiles and links, with another layout of Request than the library's own.
#   2. Servers set SO_REUSEPORT by default: a second one takes a port that is in use, and bind_to_port says that all is well.
#      With set_socket_options of one's own it fails, as expected.
# Seen:
#     Request: 608 bytes as the library has it, 600 without its macros
#     a second server on the port: taken
#     the same with socket options of its own: refused
set -euo pipefail
version=0.11.4+ds-1+deb12u1
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
cd "$folder"
apt-get -qq update
apt-get -qq -o APT::Sandbox::User=root download "libcpp-httplib-dev=$version" "libcpp-httplib0.11=$version" libbrotli-dev libbrotli1 libssl-dev libssl3 zlib1g-dev
for package in ./*.deb; do dpkg-deb -x "$package" root; done
include=root/usr/include library=root/usr/lib/x86_64-linux-gnu
flags=(-std=c++17 -O1 -isystem "$include" -isystem "$include/x86_64-linux-gnu")
macros=(-DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT -DCPPHTTPLIB_BROTLI_SUPPORT)

cat >size.cpp <<'CPP'
#include <httplib.h>
#include <cstdio>
int main() { std::printf("%zu", sizeof(httplib::Request)); }
CPP
cat >port.cpp <<'CPP'
#include <httplib.h>
#include <cstdio>
int main() {
  httplib::Server first, second, careful;
  const int port = first.bind_to_any_port("127.0.0.1");
  std::printf("a second server on the port: %s\n", second.bind_to_port("127.0.0.1", port) ? "taken" : "refused");
  careful.set_socket_options([](int) {});
  std::printf("the same with socket options of its own: %s\n", careful.bind_to_port("127.0.0.1", port) ? "taken" : "refused");
}
CPP
g++ "${flags[@]}" "${macros[@]}" size.cpp -o with -L"$library" -lcpp-httplib -lssl -lcrypto
g++ "${flags[@]}" size.cpp -o without -L"$library" -lcpp-httplib
g++ "${flags[@]}" "${macros[@]}" port.cpp -o port -L"$library" -lcpp-httplib -lssl -lcrypto
export LD_LIBRARY_PATH=$PWD/$library
{
  printf 'Request: %s bytes as the library has it, %s without its macros\n' "$(./with)" "$(./without)"
  ./port
} | tee seen
diff seen - <<'SEEN'
Request: 608 bytes as the library has it, 600 without its macros
a second server on the port: taken
the same with socket options of its own: refused
SEEN
