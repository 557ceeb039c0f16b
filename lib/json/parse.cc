// Reading JSON text: jansson's parser behind the limits that it does not have.
#include <algorithm>

#include "lib/json/json.h"

namespace latchkey {
namespace {

// Looked at before parsing: jansson's own limit, 2,048 levels, is fixed when it is compiled.
// Counting brackets outside of strings is exact for valid JSON; the rest is refused anyway.
bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kJsonMaxDepth) return true;
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return false;
}

// The name that ends right before `end`, as written, without its quotes. jansson stops there when
// it has read a name for the second time.
std::string_view name_before(std::string_view text, std::size_t end) {
  if (end == 0 || end > text.size() || text[end - 1] != '"') return {};
  const std::string_view before = text.substr(0, end - 1);
  for (std::size_t i = before.rfind('"'); i != std::string_view::npos && i > 0;
       i = before.rfind('"', i - 1)) {
    std::size_t backslashes = 0;
    while (backslashes < i && before[i - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return before.substr(i + 1);
  }
  return {};
}

// The name of the outermost object's member that `end` is in, as written, without its quotes.
std::string_view member_around(std::string_view text, std::size_t end) {
  std::string_view name;
  std::size_t depth = 0;
  std::size_t quote = 0;  // of the string that began last
  std::size_t close = 0;
  for (std::size_t i = 0; i < std::min(end, text.size()); ++i) {
    const char c = text[i];
    if (c == '"') {
      quote = i;
      while (++i < text.size() && text[i] != '"') i += text[i] == '\\';
      close = i;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ':' && depth == 1) {
      name = text.substr(quote + 1, close - quote - 1);
    }
  }
  return name;
}

// jansson's message is left out: it quotes the input, which may be a token.
Error syntax_error(std::string_view text, const json_error_t& error) {
  Error result =
      Error::of(ErrorCode::kInvalidRequest, "not JSON, line " + std::to_string(error.line) +
                                                " column " + std::to_string(error.column));
  if (json_error_code(&error) == json_error_duplicate_key) {
    const auto name = name_before(text, static_cast<std::size_t>(error.position));
    if (!name.empty()) result.fields.push_back({std::string(name), "appears more than once"});
  }
  if (json_error_code(&error) == json_error_numeric_overflow) {
    const auto name = member_around(text, static_cast<std::size_t>(error.position));
    if (name.empty()) return result;
    return {ErrorCode::kValidationFailed,
            result.detail,
            {{std::string(name), "has a number that is too large"}}};
  }
  return result;
}

}  // namespace

Result<JsonPtr> parse_json(std::string_view text) {
  if (is_too_deep(text)) {
    return Error::of(ErrorCode::kInvalidRequest, "JSON more than 32 levels deep");
  }
  json_error_t error{};
  // An empty string_view may have a null pointer, which jansson takes for a mistake of the caller.
  JsonPtr value(json_loadb(text.empty() ? "" : text.data(), text.size(),
                           JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error));
  if (!value) return syntax_error(text, error);
  return value;
}

}  // namespace latchkey
