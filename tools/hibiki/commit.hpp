// The commit of the source tree that the program was built from. Defined in a file that the build writes
// (tools/cmake/write_commit.cmake), and linked into the program alone.
#pragma once

namespace hibiki {

/// 40 hexadecimal digits, "-modified" behind them where the tree differed from it; empty where it is not known.
extern const char* const kCommit;

}  // namespace hibiki
