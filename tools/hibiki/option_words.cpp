#include "tools/hibiki/option_words.hpp"

#include <fmt/format.h>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "tools/hibiki/text.hpp"

namespace hibiki::inline program {

namespace {

constexpr std::string_view kDigits = "0123456789";

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool takes_value(const CLI::Option& option) { return option.get_expected_max() > 0 && option.get_type_size_max() > 0; }

bool takes_one_value(const CLI::Option& option) {
  return takes_value(option) && option.get_expected_max() == 1 &&
         option.get_multi_option_policy() == CLI::MultiOptionPolicy::Throw;
}

const CLI::Option* named_option(const CLI::App& command, const std::string& name) {
  for (const CLI::Option* option : command.get_options())
    if (name.starts_with("-") && option->check_name(name)) return option;
  return nullptr;
}

const CLI::App* chosen_command(const CLI::App& app, const std::vector<std::string>& words) {
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (words.size() > 1 && command->get_name() == words[1]) return command;
  return nullptr;
}

std::string help_of(const CLI::App& command) {
  return fmt::format("\n'hibiki {} --help' shows its usage", command.get_name());
}

std::string empty_value(const CLI::Option& option, const std::string& name, const CLI::App& command) {
  return fmt::format("the value of {0} is empty (is a shell variable unset?); write {0} {1}: {2}{3}", name,
                     option.get_type_name(), option.get_description(), help_of(command));
}

std::string empty_word(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options())
    if (option->get_positional())
      return fmt::format("{} is an empty argument (is a shell variable unset?){}", option->get_name(true, false),
                         help_of(command));
  return fmt::format("'hibiki {}' takes no empty argument (is a shell variable unset?){}", command.get_name(),
                     help_of(command));
}

std::string given_twice(const std::string& name, const std::string& first, const std::string& second) {
  return fmt::format("{} is given twice ({} and {}); give it once", name, first, second);
}

/// Checks the arguments after the command's name.
std::optional<std::string> problem_with(const CLI::App& command, const std::vector<std::string>& words) {
  std::map<const CLI::Option*, std::string> given;
  for (std::size_t i = 2; i < words.size() && words[i] != "--"; ++i) {
    const std::string name = words[i].substr(0, words[i].find('='));
    const CLI::Option* option = named_option(command, name);
    if (option == nullptr) {
      if (is_blank(words[i])) return empty_word(command);
      continue;
    }
    if (!takes_value(*option)) {
      if (words[i] != name) return fmt::format("{} takes no value; write {} only{}", name, name, help_of(command));
      continue;
    }
    const bool joined = name.size() < words[i].size();
    if (!joined && i + 1 == words.size()) continue;  // the parser reports the missing value
    const std::string value = joined ? words[i].substr(name.size() + 1) : words[++i];
    if (is_blank(value)) return empty_value(*option, name, command);
    const auto [before, first] = given.emplace(option, value);
    if (!first && takes_one_value(*option)) return given_twice(name, before->second, value);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> problem_with_words(const CLI::App& app, const std::vector<std::string>& words) {
  if (const CLI::App* command = chosen_command(app, words)) return problem_with(*command, words);
  if (words.size() > 1 && is_blank(words[1]))
    return "the command is an empty argument; 'hibiki --help' lists the commands";
  return std::nullopt;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  // "20.000" is twenty to some readers and twenty thousand to others.
  if (const auto point = text.find('.'); point != std::string_view::npos && text.size() == point + 4 &&
                                         text.find_first_not_of(kDigits, point + 1) == std::string_view::npos)
    return std::nullopt;
  constexpr std::string_view kSuffixes = "kMG";  // thousand, million, thousand million
  long exponent = 0;
  if (const auto suffix = kSuffixes.find(text.empty() ? ' ' : text.back()); suffix != std::string_view::npos) {
    exponent = 3 * static_cast<long>(suffix + 1);
    text.remove_suffix(1);
  } else if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    const char* end = text.data() + text.size();
    const char* begin = text.data() + e + 1;
    if (begin != end && *begin == '+') ++begin;
    const auto [rest, error] = std::from_chars(begin, end, exponent);
    if (error != std::errc{} || rest != end || std::abs(exponent) > 18) return std::nullopt;
    text = text.substr(0, e);
  }
  std::string digits(text);
  if (const auto point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<long>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  if (digits.empty() || text.back() == '.' || text.front() == '.' ||
      digits.find_first_not_of(kDigits) != std::string::npos)
    return std::nullopt;
  for (; exponent > 0 && digits.size() < 40; --exponent) digits += '0';
  for (; exponent < 0 && digits.size() > 1 && digits.back() == '0'; ++exponent) digits.pop_back();
  std::int64_t number = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || (exponent < 0 && number != 0)) return std::nullopt;
  return number;
}

CLI::Validator whole_number(std::int64_t least, std::int64_t most) {
  const auto check = [least, most](std::string& text) -> std::string {
    const auto number = parse_count(text);
    if (!number || *number < least || *number > most)
      return fmt::format("'{}' is not a whole number from {} to {} (write 20000, 20k, 1.5M or 1e6)", text,
                         grouped(least), grouped(most));
    text = std::to_string(*number);
    return {};
  };
  return {check, ""};
}

CLI::Validator positive_number() {
  const auto check = [](std::string& text) -> std::string {
    double number = 0.0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    const bool good = error == std::errc{} && rest == end && std::isfinite(number) && number > 0;
    return good ? "" : fmt::format("'{}' is not a number above 0", text);
  };
  return {check, ""};
}

}  // namespace hibiki::program
