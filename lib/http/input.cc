#include "lib/http/input.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::string_view kJsonType = "application/json";
constexpr std::size_t kMinIdempotencyKey = 16;
constexpr std::size_t kMaxIdempotencyKey = 128;
constexpr std::int64_t kMaxPage = 100;

// Cuts the text before `separator` off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

Error bad_field(std::string_view name, const char* error) {
  return {ErrorCode::kInvalidRequest, "a query parameter", {{std::string(name), error}}};
}

std::optional<unsigned char> hex_byte(std::string_view digits) {
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (digits.size() != 2 || error != std::errc() || end != digits.data() + 2) return std::nullopt;
  return static_cast<unsigned char>(value);
}

// RFC 3986, section 2.1; nothing where a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.front() != '%') {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const auto byte = hex_byte(text.substr(1, 2));
    if (!byte) return std::nullopt;
    out += static_cast<char>(*byte);
    text.remove_prefix(3);
  }
  return out;
}

bool read_limit(std::string_view text, std::int64_t& limit) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
  return error == std::errc() && end == text.data() + text.size() && limit >= 1 &&
         limit <= kMaxPage;
}

}  // namespace

Result<JsonPtr> json_body(const Request& request) {
  if (request.body.empty()) return fail(ErrorCode::kInvalidRequest, "no body");
  std::string_view rest = request.content_type;
  if (!equals_ignoring_case(trimmed(next_part(rest, ';')), kJsonType)) {
    return fail(ErrorCode::kUnsupportedMediaType, "Content-Type is not application/json");
  }
  return parse_json(request.body);
}

Result<std::optional<std::string_view>> idempotency_key(const Request& request) {
  const std::string_view key = request.idempotency_key;
  if (!key.data()) return std::optional<std::string_view>();
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char c) { return c > 32 && c < 127; });
  if (!visible || key.size() < kMinIdempotencyKey || key.size() > kMaxIdempotencyKey) {
    return Error{ErrorCode::kInvalidRequest,
                 "Idempotency-Key",
                 {{"Idempotency-Key", "must be 16 to 128 visible ASCII characters"}}};
  }
  return std::optional(key);
}

Result<Attempt> attempt_of(const Request& request) {
  const auto key = idempotency_key(request);
  if (!key) return key.error();
  return *key ? Attempt(sha256(**key)) : Attempt();
}

Result<std::string_view> path_id(const Request& request, std::string_view prefix) {
  if (!request.path.starts_with(prefix)) return fail(ErrorCode::kNotFound, "no such path");
  const std::string_view id = request.path.substr(prefix.size());
  if (!is_uuid(id)) return fail(ErrorCode::kNotFound, "the id is no UUID");
  return id;
}

Result<PageQuery> page_query(const Request& request) {
  PageQuery page;
  bool limit_seen = false;
  bool cursor_seen = false;
  for (std::string_view rest = request.query; !rest.empty();) {
    std::string_view value = next_part(rest, '&');
    const std::string_view name = next_part(value, '=');
    if (name == "limit") {
      if (std::exchange(limit_seen, true)) return bad_field(name, "is given twice");
      if (!read_limit(value, page.limit)) return bad_field(name, "must be 1 to 100");
    } else if (name == "cursor") {
      if (std::exchange(cursor_seen, true)) return bad_field(name, "is given twice");
      auto cursor = percent_decoded(value);
      if (!cursor || cursor->empty()) return bad_field(name, "is not a cursor");
      page.cursor = std::move(*cursor);
    } else {
      return bad_field(name, "is not a known parameter");
    }
  }
  return page;
}

std::optional<std::string_view> cookie(const Request& request, std::string_view name) {
  std::optional<std::string_view> found;
  for (std::string_view rest = request.cookie; !rest.empty();) {
    std::string_view value = trimmed(next_part(rest, ';'));
    if (next_part(value, '=') != name) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

}  // namespace latchkey
