#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/scenario/load.hpp"
#include "sim/scenario/platform_traits.hpp"
#include "sim/scenario/sections.hpp"

namespace hibiki::inline scenario {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

Json closed_object() { return {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}}; }

Json number(double minimum, double maximum) {
  Json schema = {{"type", "number"}};
  if (minimum < maximum) schema["minimum"] = minimum, schema["maximum"] = maximum;
  return schema;
}

Json array_of(Json items) { return {{"type", "array"}, {"items", std::move(items)}}; }
Json map_of(Json values) { return {{"type", "object"}, {"additionalProperties", std::move(values)}}; }
Json text() { return {{"type", "string"}}; }
Json date() { return {{"type", "string"}, {"format", "date"}, {"pattern", kDatePattern}}; }

/// "[date, number, ...]", `count` numbers after the date, in the form of draft-07: editors ignore prefixItems.
Json dated_row(const Json& one, std::size_t count) {
  Json items = Json::array({date()});
  items.insert(items.end(), count, one);
  return {{"type", "array"}, {"items", items}, {"minItems", count + 1}, {"maxItems", count + 1}};
}

Json dated(const Json& one) { return {{"oneOf", {one, array_of(dated_row(one, 1))}}}; }

template <std::size_t count>
Json word_of(const std::array<const char*, count>& words) {
  return {{"enum", words}};
}

/// Schema of a value of the type that a field's member has.
template <class Owner>
struct ValueSchema {
  const Field<Owner>& field;

  Json one() const { return number(field.minimum, field.maximum); }
  Json operator()(double Owner::*) const { return one(); }
  Json operator()(std::int64_t Owner::*) const {
    Json schema = one();
    schema["type"] = "integer";
    return schema;
  }
  Json operator()(bool Owner::*) const { return {{"type", "boolean"}}; }
  Json operator()(std::string Owner::*) const { return text(); }
  Json operator()(Day Owner::*) const { return date(); }
  Json operator()(DatedValue Owner::*) const { return dated(one()); }
  Json operator()(DatedRows Owner::*) const { return array_of(dated_row(one(), 6)); }
  Json operator()(StyleValues Owner::*) const {
    Json schema = array_of(one());
    schema["minItems"] = kStyleAxes, schema["maxItems"] = kStyleAxes;
    return schema;
  }
  Json operator()(std::vector<std::string> Owner::*) const { return array_of(text()); }
  Json operator()(std::map<std::string, double> Owner::*) const { return map_of(one()); }
  Json operator()(std::map<std::string, Day> Owner::*) const { return map_of(date()); }
  Json operator()(PlatformKind Owner::*) const { return word_of(kPlatformKindNames); }
  Json operator()(LabelKind Owner::*) const { return word_of(kLabelKindNames); }
};

std::string description(std::string_view meaning, std::string_view unit) {
  const bool plain = unit.empty() || unit == "date";
  return plain ? std::string(meaning) : fmt::format("{} Unit: {}.", meaning, unit == "1" ? "none" : unit);
}

/// Puts the schema of a dotted key where nested tables have it.
void add_nested(Json& object, std::string_view key, Json schema) {
  const auto dot = key.find('.');
  Json& properties = object["properties"];
  if (dot == std::string_view::npos) {
    properties[std::string(key)] = std::move(schema);
    return;
  }
  Json& inner = properties[std::string(key.substr(0, dot))];
  if (inner.is_null()) inner = closed_object();
  add_nested(inner, key.substr(dot + 1), std::move(schema));
}

/// Puts a dotted key under both ways of writing it: quoted as one key, and bare, which makes nested tables.
void add_key(Json& object, std::string_view key, const Json& schema) {
  if (key.find('.') != std::string_view::npos) object["properties"][std::string(key)] = schema;
  add_nested(object, key, schema);
}

template <class Owner>
Json object_of(const Owner& defaults, std::span<const Field<Owner>> fields) {
  Json object = closed_object();
  for (const auto& field : fields) {
    Json schema = std::visit(ValueSchema<Owner>{field}, field.member);
    schema["description"] = description(field.meaning, field.unit);
    if (const auto* real = std::get_if<double Owner::*>(&field.member)) schema["default"] = defaults.**real;
    if (const auto* whole = std::get_if<std::int64_t Owner::*>(&field.member)) schema["default"] = defaults.**whole;
    add_key(object, field.key, schema);
    // Not "required": a child file gives only the keys that it changes.
  }
  return object;
}

/// Levers hold dated values.
Json levers() {
  Json object = closed_object();
  for (const auto& field : lever_fields()) {
    Json schema = dated(number(field.minimum, field.maximum));
    schema["description"] = description(field.meaning, field.unit);
    add_key(object, field.key, schema);
  }
  return object;
}

Json change_key(std::string_view key) {
  if (key == "lever") {
    Json names = Json::array();
    for (const auto& field : lever_fields()) names.push_back(std::string(field.key));
    return {{"enum", names}};
  }
  if (key == "set") return {{"oneOf", {Json{{"type", "number"}}, Json{{"const", "current"}}}}};
  if (key == "scale") return number(0, kLargestScale);
  return {{"oneOf",
           {Json{{"type", "integer"}, {"minimum", 0}, {"maximum", kLongestRamp}},
            Json{{"type", "string"}, {"pattern", "^[0-9]+ weeks?$"}}}}};
}

Json top_key(std::string_view key) {
  if (key == "format_version") return {{"const", 1}};
  if (key != "contenders") return text();
  Json schema = array_of(text());
  schema["maxItems"] = 2;
  return schema;
}

void add_rules(Json& properties) {
  for (const RuleKey& key : policy_rule_keys()) {
    Json schema = levers();
    schema["description"] = key.meaning;
    properties["policy"]["items"]["properties"][std::string(key.key)] = std::move(schema);
  }
  for (const auto& [kind, keys] :
       {std::pair("intervention", intervention_keys()), std::pair("response", response_keys())})
    for (const RuleKey& key : keys) {
      Json schema = change_key(key.key);
      schema["description"] = description(key.meaning, key.unit);
      properties[kind]["items"]["properties"][std::string(key.key)] = std::move(schema);
    }
}

/// The words that texts of [[response]] and [[intervention]] may be.
void add_words(Json& properties) {
  properties["response"]["items"]["properties"]["how"]["enum"] = {std::string(kSame), std::string(kLearn),
                                                                  std::string(kNever)};
  properties["intervention"]["items"]["properties"]["paid_from"]["enum"] = kPaidFrom;
}

}  // namespace

std::string json_schema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "hibiki scenario"}};
  schema.update(closed_object());
  Json& properties = schema["properties"];
  for (const RuleKey& key : top_keys()) {
    properties[std::string(key.key)] = top_key(key.key);
    properties[std::string(key.key)]["description"] = key.meaning;
  }
  const Scenario none;
  visit_singles(none,
                [&](const char* name, const auto& owner, auto fields) { properties[name] = object_of(owner, fields); });
  visit_lists(none, [&](const char* kind, const auto& owners, auto fields) {
    using Owner = typename std::decay_t<decltype(owners)>::value_type;
    properties[kind] = array_of(object_of<Owner>(Owner{}, fields));
  });
  add_rules(properties);
  add_words(properties);
  return schema.dump(2) + "\n";
}

}  // namespace hibiki::scenario
