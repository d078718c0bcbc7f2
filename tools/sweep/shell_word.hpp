// Words of shell commands.
#pragma once

#include <string>

namespace hibiki::inline sweep {

/// `word` as a shell reads it back: as it is when it has nothing special, else in single quotes.
std::string shell_word(const std::string& word);

}  // namespace hibiki::sweep
