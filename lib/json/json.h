// JSON in and out; this folder is the only user of jansson. Input is untrusted: at most 32 levels
// deep, no duplicate names, no NUL, valid UTF-8, nothing after the value (RFC 8259).
#pragma once

#include <jansson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/handle.h"
#include "lib/base/result.h"

namespace latchkey {

inline void json_free(json_t* value) { json_decref(value); }
using JsonPtr = std::unique_ptr<json_t, FreeWith<json_free>>;

inline constexpr std::size_t kJsonMaxDepth = 32;

// Parses one JSON value; kInvalidRequest where it is not one within the limits above, and
// kValidationFailed where it is one, but a member of the object has a number that does not fit
// (an integer in 64 bits, another one in a double). `fields` names that member, or a name that
// appears twice; the detail says where the problem is and quotes nothing of it.
Result<JsonPtr> parse_json(std::string_view text);

// Compact text of a value; numbers as short as reads back the same. Names keep their order.
std::string dump_json(const json_t* value);

// Reads the members of one JSON object strictly. Each getter takes a member and remembers what is
// wrong with it; finish() then says everything at once:
//   not an object, or a member nobody asked for  -> kInvalidRequest, the field named
//   a member missing, of another type or length  -> kValidationFailed, with `fields`
// Lengths are in characters (code points). Values are kept as sent.
class ObjectReader {
 public:
  explicit ObjectReader(const json_t* object);

  // A required string of min..max characters. What it returns is to be used after finish() only.
  std::string text(const char* name, std::size_t min, std::size_t max);
  // An optional one: nothing where the member is absent or null.
  std::optional<std::string> optional_text(const char* name, std::size_t min, std::size_t max);
  // A required UUID, and a required whole number from min to max.
  std::string uuid(const char* name);
  std::int64_t number(const char* name, std::int64_t min, std::int64_t max);
  // Optional ones: nothing where the member is absent or null.
  std::optional<std::int64_t> optional_number(const char* name, std::int64_t min, std::int64_t max);
  std::optional<bool> optional_boolean(const char* name);
  // An optional absolute http or https URL.
  std::optional<std::string> optional_url(const char* name, std::size_t max);
  // An optional JSON object of up to `max_bytes` as compact text.
  std::optional<std::string> optional_object(const char* name, std::size_t max_bytes);
  // A required JSON object, to be read by a reader of its own; nullptr (and remembered) otherwise.
  const json_t* object(const char* name);
  // A required member of any type, or nullptr (and remembered as missing).
  const json_t* member(const char* name);

  // Adds a problem about a member found by the caller (a rule that spans more than a length).
  void report(std::string field, std::string error);
  [[nodiscard]] Result<Done> finish();

 private:
  const json_t* take(const char* name);

  const json_t* object_;
  std::vector<std::string_view> known_;
  std::vector<FieldError> problems_;
};

class JsonObject;

// Builds a JSON array as text, element by element.
class JsonArray {
 public:
  JsonArray& text(std::string_view value);
  JsonArray& object(const JsonObject& value);
  // An element that is JSON text already; trusted, must be one JSON value.
  JsonArray& raw(std::string_view json);
  [[nodiscard]] std::string str() const { return text_ + ']'; }

 private:
  void start_element();

  std::string text_ = "[";
};

// Builds a JSON object as text, member by member. Text that is not UTF-8 becomes U+FFFD. Names are
// the program's own and are written once each.
//   JsonObject().text("id", id).number("credits", 25).boolean("created", true).str()
class JsonObject {
 public:
  JsonObject& text(const char* name, std::string_view value);
  JsonObject& text_or_null(const char* name, const std::optional<std::string>& value);
  JsonObject& number(const char* name, std::int64_t value);
  JsonObject& boolean(const char* name, bool value);
  JsonObject& object(const char* name, const JsonObject& value);
  JsonObject& array(const char* name, const JsonArray& value);
  // A member whose value is JSON text made by a stored function; trusted, must be one JSON value.
  JsonObject& raw(const char* name, std::string_view json);
  [[nodiscard]] std::string str() const { return text_ + '}'; }

 private:
  void start_member(const char* name);

  std::string text_ = "{";
};

}  // namespace latchkey
