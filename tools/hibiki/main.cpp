#include "tools/hibiki/commit.hpp"
#include "tools/hibiki/program.hpp"

int main(int argc, char** argv) { return hibiki::run_program(argc, argv, hibiki::kCommit); }
