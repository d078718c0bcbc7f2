// Capabilities and width of a terminal.
#pragma once

#include <cstddef>

namespace hibiki::inline program {

inline constexpr std::size_t kUsualColumns = 80;  ///< of text that goes into a file or pipe
inline constexpr std::size_t kLeastColumns = 40;  ///< that text is laid out for

inline constexpr const char *kBold = "1", *kFaint = "2";  ///< ANSI codes of text

/// How text is laid out for its reader.
struct Layout {
  std::size_t columns = kUsualColumns;  ///< from kLeastColumns to kUsualColumns
  bool colour = false;                  ///< with ANSI colours
};

/// For text that goes to a file descriptor. Colours go to terminals alone (can_redraw()) and only where NO_COLOR is
/// unset or empty.
Layout layout_of(int descriptor);

bool is_terminal(int descriptor);

/// Whether escape sequences have their effect: on a terminal that says its size, unless TERM is "dumb", empty or unset.
/// (mpirun gives every rank a terminal of no size, even where the output goes into a file.)
bool can_redraw(int descriptor);

/// Current width of a terminal: its own report, else COLUMNS, else kUsualColumns; kUsualColumns without a terminal.
std::size_t terminal_columns(int descriptor);

}  // namespace hibiki::program
