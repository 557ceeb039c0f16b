// Writing JSON text. Not by jansson: its shortest form of 0.1 is 0.10000000000000001, and a reply
// on the hot path is built member by member without a tree.
#include <array>
#include <charconv>
#include <system_error>

#include "lib/base/text.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> text;
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc()) out.append(text.data(), end);
}

// A real without fraction or exponent keeps a ".0", or it would come back as an integer.
void append_real(std::string& out, double number) {
  const std::size_t start = out.size();
  append_number(out, number);
  if (out.find_first_of(".e", start) == std::string::npos) out += ".0";
}

std::string_view text_of(const json_t* value) {
  return {json_string_value(value), json_string_length(value)};
}

void append_value(std::string& out, const json_t* value);

void append_object(std::string& out, const json_t* value) {
  // jansson's iterators take a non-const object but change nothing.
  auto* object = const_cast<json_t*>(value);
  out += '{';
  const char* separator = "";
  for (void* at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
    out += separator;
    separator = ",";
    append_json_string(out, {json_object_iter_key(at), json_object_iter_key_len(at)});
    out += ':';
    append_value(out, json_object_iter_value(at));
  }
  out += '}';
}

void append_array(std::string& out, const json_t* value) {
  out += '[';
  for (std::size_t i = 0; i < json_array_size(value); ++i) {
    if (i > 0) out += ',';
    append_value(out, json_array_get(value, i));
  }
  out += ']';
}

void append_value(std::string& out, const json_t* value) {
  switch (json_typeof(value)) {
    case JSON_OBJECT:
      return append_object(out, value);
    case JSON_ARRAY:
      return append_array(out, value);
    case JSON_STRING:
      return append_json_string(out, text_of(value));
    case JSON_INTEGER:
      return append_number(out, json_integer_value(value));
    case JSON_REAL:
      return append_real(out, json_real_value(value));
    case JSON_TRUE:
      out += "true";
      return;
    case JSON_FALSE:
      out += "false";
      return;
    case JSON_NULL:
      out += "null";
      return;
  }
}

}  // namespace

std::string dump_json(const json_t* value) {
  std::string out;
  append_value(out, value);
  return out;
}

void JsonArray::start_element() {
  if (text_.size() > 1) text_ += ',';
}

JsonArray& JsonArray::text(std::string_view value) {
  start_element();
  append_json_string(text_, value);
  return *this;
}

JsonArray& JsonArray::object(const JsonObject& value) { return raw(value.str()); }

JsonArray& JsonArray::raw(std::string_view json) {
  start_element();
  text_ += json;
  return *this;
}

void JsonObject::start_member(const char* name) {
  if (text_.size() > 1) text_ += ',';
  append_json_string(text_, name);
  text_ += ':';
}

JsonObject& JsonObject::text(const char* name, std::string_view value) {
  start_member(name);
  append_json_string(text_, value);
  return *this;
}

JsonObject& JsonObject::text_or_null(const char* name, const std::optional<std::string>& value) {
  return value ? text(name, *value) : raw(name, "null");
}

JsonObject& JsonObject::number(const char* name, std::int64_t value) {
  start_member(name);
  append_number(text_, value);
  return *this;
}

JsonObject& JsonObject::boolean(const char* name, bool value) {
  return raw(name, value ? "true" : "false");
}

JsonObject& JsonObject::object(const char* name, const JsonObject& value) {
  return raw(name, value.str());
}

JsonObject& JsonObject::array(const char* name, const JsonArray& value) {
  return raw(name, value.str());
}

JsonObject& JsonObject::raw(const char* name, std::string_view json) {
  start_member(name);
  text_ += json;
  return *this;
}

}  // namespace latchkey
