#include "lib/http/input.h"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/hex.h"
#include "lib/base/number.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::string_view kJsonType = "application/json";

// Cuts the text before `separator` off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

Error bad_field(std::string_view name, std::string error) {
  return {ErrorCode::kInvalidRequest, "a query parameter", {{std::string(name), std::move(error)}}};
}

template <typename Number>
std::string between(Number min, Number max) {
  return "must be " + std::to_string(min) + " to " + std::to_string(max);
}

// RFC 3986, section 2.1, and a '+' for a space, as forms write it; nothing where a '%' is not
// followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text.front() != '%') {
      out += text.front() == '+' ? ' ' : text.front();
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
  limit = whole_number<std::int64_t>(text).value_or(0);
  return limit >= 1 && limit <= kMaxPage;
}

bool read_search(std::string_view text, std::string& search) {
  auto decoded = percent_decoded(text);
  if (!decoded || decoded->find('\0') != std::string::npos) return false;
  const std::size_t length = utf8_length(*decoded).value_or(0);
  search = std::move(*decoded);
  return length >= 1 && length <= kMaxSearch;
}

// What is wrong with one parameter, or an empty string.
std::string read_parameter(std::string_view name, std::string_view value, PageQuery& page) {
  if (name == "limit") {
    return read_limit(value, page.limit) ? "" : between(std::int64_t{1}, kMaxPage);
  }
  if (name == "q") {
    if (read_search(value, page.search)) return {};
    return between(std::size_t{1}, kMaxSearch) + " characters";
  }
  auto cursor = percent_decoded(value);
  if (!cursor || cursor->empty()) return "is not a cursor";
  page.cursor = std::move(*cursor);
  return {};
}

}  // namespace

Result<JsonPtr> json_body(const Request& request) {
  if (request.body.empty()) return Error::of(ErrorCode::kInvalidRequest, "no body");
  std::string_view rest = request.content_type;
  if (!equals_ignoring_case(trimmed(next_part(rest, ';')), kJsonType)) {
    return Error::of(ErrorCode::kUnsupportedMediaType, "Content-Type is not application/json");
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
                 {{"Idempotency-Key",
                   between(kMinIdempotencyKey, kMaxIdempotencyKey) + " visible ASCII characters"}}};
  }
  return std::optional(key);
}

Result<Attempt> attempt_of(const Request& request) {
  const auto key = idempotency_key(request);
  if (!key) return key.error();
  return *key ? Attempt(sha256(**key)) : Attempt();
}

Result<Sha256> required_attempt(const Request& request) {
  const auto attempt = attempt_of(request);
  if (!attempt) return attempt.error();
  if (*attempt) return **attempt;
  return Error{ErrorCode::kInvalidRequest, "Idempotency-Key", {{"Idempotency-Key", "is required"}}};
}

Result<JsonPtr> optional_json_body(const Request& request) {
  return request.body.empty() ? parse_json("{}") : json_body(request);
}

Result<std::string_view> path_id(const Request& request, std::string_view prefix,
                                 std::string_view suffix) {
  if (!request.path.starts_with(prefix) || !request.path.ends_with(suffix))
    return Error::of(ErrorCode::kNotFound, "no such path");
  std::string_view id = request.path.substr(prefix.size());
  id.remove_suffix(std::min(suffix.size(), id.size()));
  if (!is_uuid(id)) return Error::of(ErrorCode::kNotFound, "the id is not a UUID");
  return id;
}

Result<PageQuery> page_query(const Request& request, Search search) {
  PageQuery page;
  std::array<std::string_view, 3> seen;  // each at most once
  auto* end = seen.begin();
  for (std::string_view rest = request.query; !rest.empty();) {
    std::string_view value = next_part(rest, '&');
    const std::string_view name = next_part(value, '=');
    const bool known =
        name == "limit" || name == "cursor" || (name == "q" && search == Search::kTaken);
    if (!known) return bad_field(name, "is not a known parameter");
    if (std::find(seen.begin(), end, name) != end) {
      return bad_field(name, "is given twice");
    }
    *end++ = name;
    if (auto error = read_parameter(name, value, page); !error.empty()) {
      return bad_field(name, std::move(error));
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
