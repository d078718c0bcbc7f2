#include "tools/hibiki/parameter_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hibiki::inline program {

namespace {

/// Text that may stand in a cell: a bar would end it.
std::string cell(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c == '|' ? std::string("\\|") : std::string(1, c);
  return safe;
}

std::string code(const std::string& text) { return text.empty() ? "" : "`" + cell(text) + "`"; }

/// Letters for sources, in order of appearance: the same few stand behind most keys.
class Sources {
 public:
  std::string letter(const std::string& source) {
    if (source.empty()) return "";
    const auto known = std::find(seen_.begin(), seen_.end(), source);
    const auto position = known - seen_.begin();
    if (known == seen_.end()) seen_.push_back(source);
    return std::string(1, static_cast<char>('a' + position));
  }
  std::string legend() const {
    std::string text = "Sources:";
    for (std::size_t i = 0; i < seen_.size(); ++i)
      text += fmt::format("{} **{}** {}", i > 0 ? ";" : "", static_cast<char>('a' + i), seen_[i]);
    return text + ".\n";
  }

 private:
  std::vector<std::string> seen_;
};

std::string heading(const std::string& section) {
  return fmt::format(
      "#### {}\n\n| key | default | range | unit | meaning | source |\n| --- | --- | --- | --- | --- | --- |\n",
      section.empty() ? "Top of the file" : "`" + section + "`");
}

}  // namespace

std::string parameter_markdown(const std::vector<Parameter>& parameters) {
  Sources sources;
  std::string text;
  const Parameter* before = nullptr;
  for (const Parameter& p : parameters) {
    if (before == nullptr || before->section != p.section) text += (before ? "\n" : "") + heading(p.section);
    text +=
        fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", p.key, p.value == "required" ? p.value : code(p.value),
                    p.range, cell(p.unit), cell(p.meaning) + (p.learnt ? " *Learnt.*" : ""), sources.letter(p.source));
    before = &p;
  }
  return text + "\n*Learnt*: labels copy the lever from better peers. " + sources.legend();
}

}  // namespace hibiki::program
