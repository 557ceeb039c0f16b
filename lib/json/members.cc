#include "lib/json/members.h"

#include <algorithm>
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

std::vector<std::pair<std::string_view, std::string_view>> text_members(const json_t* object) {
  std::vector<std::pair<std::string_view, std::string_view>> members;
  // jansson's iterators take no const object, though they change nothing.
  auto* const iterable = const_cast<json_t*>(object);
  for (void* at = json_object_iter(iterable); at; at = json_object_iter_next(iterable, at)) {
    const json_t* value = json_object_iter_value(at);
    if (json_is_string(value)) members.emplace_back(json_object_iter_key(at), text_of(value));
  }
  std::sort(members.begin(), members.end());
  return members;
}

const json_t* object_member(const json_t* object, const char* name) {
  const json_t* value = json_object_get(object, name);
  return json_is_object(value) ? value : nullptr;
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

void copy_member(json_t* into, const json_t* from, const char* name) {
  json_t* value = json_object_get(from, name);
  if (value) json_object_set(into, name, value);
}

}  // namespace latchkey
