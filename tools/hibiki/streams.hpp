// Standard input, output and error, in whatever state the caller left them.
#pragma once

#include <string_view>

namespace hibiki::inline program {

/// First of all. Opens /dev/null in place of those of the three that are closed, or the next file that is opened would
/// get their number and what is printed. Ignores SIGPIPE and SIGXFSZ: a write then fails with EPIPE or EFBIG
/// instead of killing. A closed standard output stays one that cannot be written. False when /dev/null is out of reach.
bool prepare_streams();

/// From now on this process speaks for rank `rank` of several: but for rank 0, only say_failure() is heard.
void speak_for(int rank);
/// say(), also on a further rank, which says who it is.
void say_failure(std::string_view text);

/// A message on standard error: "hibiki: TEXT", on a terminal in lines that fit. Messages that cannot be written are
/// dropped, without further effect.
void say(std::string_view text);

/// The same without "hibiki: ".
void say_line(std::string_view text);

/// Shows `text` as the last line of standard error, a terminal, in place of the one shown before; "" takes it away.
/// Messages go above it.
void show_status(std::string_view text);

/// Data on standard output. It does not fail: the work of the command goes on, and finish_output() has the last word.
void print(std::string_view text);

/// Whether all that was printed so far has been taken.
bool output_is_taken();

/// The command's exit code, in view of its output: where that was lost, says so and turns kDone into kInputOutput;
/// where its reader has gone, as in `hibiki params | head -1`, turns kDone into kReaderGone without a message.
int finish_output(int exit_code);

}  // namespace hibiki::program
