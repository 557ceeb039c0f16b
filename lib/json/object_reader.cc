// ObjectReader: the members of one request body, with everything that is wrong with them.
#include <algorithm>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

std::string_view text_of(const json_t* value) {
  return {json_string_value(value), json_string_length(value)};
}

// What is wrong with the length of `text`, or an empty string.
std::string length_problem(std::string_view text, std::size_t min, std::size_t max) {
  const std::size_t length = utf8_length(text).value_or(0);
  if (length < min && length == 0) return "must not be empty";
  if (length < min) return "must have at least " + std::to_string(min) + " characters";
  if (length > max) return "must have at most " + std::to_string(max) + " characters";
  return {};
}

bool is_http_url(std::string text) {
  // People write URLs with letters beyond ASCII (RFC 3987); for the form they count as any letter.
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, 'x');
  const auto url = split_url(text);
  return url &&
         (equals_ignoring_case(url->scheme, "http") || equals_ignoring_case(url->scheme, "https"));
}

}  // namespace

ObjectReader::ObjectReader(const json_t* object) : object_(object) {}

const json_t* ObjectReader::take(const char* name) {
  known_.emplace_back(name);
  return json_object_get(object_, name);
}

std::string ObjectReader::text(const char* name, std::size_t min, std::size_t max) {
  const json_t* value = member(name);
  if (!value) return {};
  if (!json_is_string(value)) {
    report(name, "must be text");
    return {};
  }
  if (std::string problem = length_problem(text_of(value), min, max); !problem.empty()) {
    report(name, std::move(problem));
    return {};
  }
  return std::string(text_of(value));
}

std::optional<std::string> ObjectReader::optional_text(const char* name, std::size_t min,
                                                       std::size_t max) {
  const json_t* value = json_object_get(object_, name);
  if (value && !json_is_null(value)) return text(name, min, max);
  known_.emplace_back(name);
  return std::nullopt;
}

std::string ObjectReader::uuid(const char* name) {
  const json_t* value = member(name);
  if (!value) return {};
  if (json_is_string(value) && is_uuid(text_of(value))) return std::string(text_of(value));
  report(name, "must be a UUID");
  return {};
}

std::int64_t ObjectReader::number(const char* name, std::int64_t min, std::int64_t max) {
  const json_t* value = member(name);
  if (!value) return 0;
  const std::int64_t number = json_integer_value(value);
  if (json_is_integer(value) && number >= min && number <= max) return number;
  report(name, "must be a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  return 0;
}

std::optional<std::int64_t> ObjectReader::optional_number(const char* name, std::int64_t min,
                                                          std::int64_t max) {
  const json_t* value = json_object_get(object_, name);
  if (value && !json_is_null(value)) return number(name, min, max);
  known_.emplace_back(name);
  return std::nullopt;
}

std::optional<bool> ObjectReader::optional_boolean(const char* name) {
  const json_t* value = take(name);
  if (!value || json_is_null(value)) return std::nullopt;
  if (!json_is_boolean(value)) report(name, "must be true or false");
  return json_is_true(value);
}

std::optional<std::string> ObjectReader::optional_url(const char* name, std::size_t max) {
  auto url = optional_text(name, 1, max);
  if (url && !url->empty() && !is_http_url(*url)) report(name, "must be an http or https URL");
  return url;
}

std::optional<std::string> ObjectReader::optional_object(const char* name, std::size_t max_bytes) {
  const json_t* value = take(name);
  if (!value || json_is_null(value)) return std::nullopt;
  if (!json_is_object(value)) {
    report(name, "must be a JSON object");
    return std::nullopt;
  }
  std::string text = dump_json(value);
  if (text.size() > max_bytes) {
    report(name, "must have at most " + std::to_string(max_bytes) + " bytes");
    return std::nullopt;
  }
  return text;
}

const json_t* ObjectReader::object(const char* name) {
  const json_t* value = member(name);
  if (!value || json_is_object(value)) return value;
  report(name, "must be a JSON object");
  return nullptr;
}

const json_t* ObjectReader::member(const char* name) {
  const json_t* value = take(name);
  if (value && !json_is_null(value)) return value;
  report(name, "is required");
  return nullptr;
}

void ObjectReader::report(std::string field, std::string error) {
  problems_.push_back({std::move(field), std::move(error)});
}

Result<Done> ObjectReader::finish() {
  if (!json_is_object(object_)) return Error::of(ErrorCode::kInvalidRequest, "not a JSON object");

  std::vector<FieldError> unknown;
  auto* object = const_cast<json_t*>(object_);  // iterating changes nothing
  for (void* at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
    const std::string_view name(json_object_iter_key(at), json_object_iter_key_len(at));
    if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
      unknown.push_back({std::string(name), "is not a known field"});
    }
  }
  if (!unknown.empty()) {
    return Error{ErrorCode::kInvalidRequest, "unknown fields", std::move(unknown)};
  }
  if (!problems_.empty()) {
    return Error{ErrorCode::kValidationFailed, "fields not valid", std::move(problems_)};
  }
  return Done{};
}

}  // namespace latchkey
