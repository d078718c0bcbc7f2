#include <fmt/format.h>

#include "sim/scenario/load.hpp"
#include "sim/scenario/sections.hpp"
#include "sim/scenario/toml_text.hpp"

namespace hibiki::inline scenario {

namespace {

/// Dotted keys of tables are tables in TOML; the keys of a schema are written bare: try.quality = 0.8.
void write_fields(std::string& text, const auto& owner, auto fields) {
  for (const auto& field : fields)
    if (is_spelled_out(owner, field)) text += fmt::format("{} = {}\n", field.key, toml_text(owner, field));
}

template <class Owner>
void write_rest(std::string&, const Owner&) {}

void write_rest(std::string& text, const PolicyRule& rule) {
  text += "[policy.levers]\n";
  for (const auto& [lever, value] : rule.levers)
    text += fmt::format("\"{}\" = {}\n", lever_key(lever), toml_text(value));
}

void write_rest(std::string& text, const Intervention& change) {
  const bool scale = change.change == Intervention::Change::scale;
  text += fmt::format("lever = {}\n{} = {}\nramp = \"{} weeks\"\n", toml_text(lever_key(change.lever)),
                      scale ? "scale" : "set", toml_text(change), change.ramp_weeks);
}

void write_rest(std::string& text, const Response& response) {
  text += fmt::format("delay = \"{} weeks\"\n", response.delay_weeks);
}

}  // namespace

std::string to_toml(const Scenario& scenario) {
  std::string text = fmt::format("format_version = {}\nname = {}\ntitle = {}\nquestion = {}\ncontenders = {}\n",
                                 scenario.format_version, toml_text(scenario.name), toml_text(scenario.title),
                                 toml_text(scenario.question), toml_text(scenario.contenders));
  visit_singles(scenario, [&](const char* name, const auto& owner, auto fields) {
    text += fmt::format("\n[{}]\n", name);
    write_fields(text, owner, fields);
  });
  visit_lists(scenario, [&](const char* kind, const auto& owners, auto fields) {
    for (const auto& owner : owners) {
      text += fmt::format("\n[[{}]]\n", kind);
      write_fields(text, owner, fields);
      write_rest(text, owner);
    }
  });
  return text;
}

}  // namespace hibiki::scenario
