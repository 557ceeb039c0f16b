#include "lib/json/members.h"

#include <cmath>

namespace latchkey {
namespace {

constexpr std::int64_t kMaxExact = std::int64_t{1} << 53;  // what a double holds without rounding

std::string_view text_of(const json_t* value) {
  return {json_string_value(value), json_string_length(value)};
}

}  // namespace

bool has_member(const json_t* object, const char* name) {
  return json_object_get(object, name) != nullptr;
}

std::optional<std::string_view> text_member(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  if (!json_is_string(value)) return std::nullopt;
  return text_of(value);
}

std::optional<bool> boolean_member(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  if (!json_is_boolean(value)) return std::nullopt;
  return json_is_true(value);
}

std::optional<std::int64_t> number_member(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  if (!json_is_number(value) || std::fabs(json_number_value(value)) > double(kMaxExact)) {
    return std::nullopt;
  }
  if (json_is_integer(value)) return json_integer_value(value);
  return static_cast<std::int64_t>(json_real_value(value));
}

std::optional<std::int64_t> integer_member(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  if (!json_is_integer(value)) return std::nullopt;
  return json_integer_value(value);
}

std::optional<std::vector<std::string_view>> texts_member(const json_t* object, const char* name) {
  const auto values = array_member(object, name);
  if (!values) return std::nullopt;
  std::vector<std::string_view> texts;
  for (const json_t* value : *values) {
    if (!json_is_string(value)) return std::nullopt;
    texts.push_back(text_of(value));
  }
  return texts;
}

std::optional<std::vector<const json_t*>> array_member(const json_t* object, const char* name) {
  const json_t* array = json_object_get(object, name);
  if (!json_is_array(array)) return std::nullopt;
  std::vector<const json_t*> values;
  for (std::size_t i = 0; i < json_array_size(array); ++i) {
    values.push_back(json_array_get(array, i));
  }
  return values;
}

}  // namespace latchkey
