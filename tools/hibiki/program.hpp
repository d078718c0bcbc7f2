// The `hibiki` program: finds and runs the command, and turns exceptions into messages and exit codes.
#pragma once

namespace hibiki::inline program {

int run_program(int argc, const char* const* argv);

}  // namespace hibiki::program
