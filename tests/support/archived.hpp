// A run written to memory and read back, as a checkpoint is.
#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "sim/engine/run_archive.hpp"

namespace hibiki::test {

template <class Run>
std::string written(Run& run) {
  std::ostringstream out;
  ArchiveWriter archive(out);
  archive(run);
  return out.str();
}

template <class Run>
void read(const std::string& text, Run& run) {
  std::istringstream in(text);
  ArchiveReader archive(in);
  archive(run);
  EXPECT_EQ(in.peek(), std::char_traits<char>::eof()) << "not all was read";
}

}  // namespace hibiki::test
