// The `hibiki` program: finds and runs the command, and turns exceptions into messages and exit codes.
#pragma once

namespace hibiki::inline program {

/// `commit`: of the source that the program was built from, for manifests; empty where it is not known.
int run_program(int argc, const char* const* argv, const char* commit);

}  // namespace hibiki::program
