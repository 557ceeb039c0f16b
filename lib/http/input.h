// Reading a request's parts by the rules that all endpoints share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/http/limits.h"
#include "lib/http/request.h"
#include "lib/json/json.h"

namespace latchkey {

inline constexpr std::size_t kMaxBodyBytes = 64 * 1024;

// The body as a JSON value. kUnsupportedMediaType where Content-Type is not application/json (its
// parameters are ignored), kInvalidRequest where the body is empty or not JSON,
// kValidationFailed where a member has a number that cannot be read.
Result<JsonPtr> json_body(const Request& request);

// The Idempotency-Key header: nothing where absent, kInvalidRequest where it is not
// kMinIdempotencyKey to kMaxIdempotencyKey visible ASCII characters.
Result<std::optional<std::string_view>> idempotency_key(const Request& request);

// The SHA-256 of that key, as the database keeps it: the attempt that a repeat is told by.
using Attempt = std::optional<Sha256>;
Result<Attempt> attempt_of(const Request& request);

// The same where the route asks for a key: kInvalidRequest names the header where it is absent too.
Result<Sha256> required_attempt(const Request& request);

// The body as a JSON value, or an empty object where there is none; otherwise as json_body.
Result<JsonPtr> optional_json_body(const Request& request);

// What stands between `prefix` and `suffix` in the path where it is a UUID; kNotFound otherwise.
Result<std::string_view> path_id(const Request& request, std::string_view prefix,
                                 std::string_view suffix = {});

// ?limit= and ?cursor= of a page, and ?q= where the list can be searched; other parameters are
// refused. kInvalidRequest names the parameter.
struct PageQuery {
  std::int64_t limit = kDefaultPage;
  std::string cursor;  // percent-decoded; empty for the first page
  std::string search;  // the same, up to kMaxSearch characters; empty for the whole list
};
enum class Search { kRefused, kTaken };
Result<PageQuery> page_query(const Request& request, Search search = Search::kRefused);

// The value of a cookie (RFC 6265, section 4.2), or nothing where absent or sent twice.
std::optional<std::string_view> cookie(const Request& request, std::string_view name);

}  // namespace latchkey
