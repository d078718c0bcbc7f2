// The `hibiki` program: finds the command, carries it out, turns every failure into a message and an exit code.
#pragma once

namespace hibiki::inline program {

int run_program(int argc, const char* const* argv);

}  // namespace hibiki::program
