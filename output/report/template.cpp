#include "output/report/template.hpp"

#include "sim/core/error.hpp"

namespace hibiki::inline report {

std::string fill_template(std::string_view page_template,
                          const std::vector<std::pair<std::string_view, std::string>>& texts) {
  std::string_view rest = page_template;
  std::string page;
  for (const auto& [name, text] : texts) {
    const std::string mark = "{{" + std::string(name) + "}}";
    const std::size_t at = rest.find(mark);
    HIBIKI_ASSERT(at != std::string_view::npos);  // in the order of the page
    page.append(rest.substr(0, at)).append(text);
    rest.remove_prefix(at + mark.size());
  }
  return page.append(rest);
}

}  // namespace hibiki::report
