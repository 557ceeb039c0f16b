// Errors as application/problem+json (RFC 9457), with Latchkey's code, requestId and fields.
#pragma once

#include <string_view>

#include "lib/base/error.h"
#include "lib/http/response.h"

namespace latchkey {

struct ProblemKind {
  int status;              // HTTP status
  std::string_view code;   // stable, snake_case; clients act on it
  std::string_view title;  // short, the same for every occurrence
  std::string_view error;  // a sentence for a person
};

const ProblemKind& problem_kind(ErrorCode code);

// The whole answer: body and the headers that go with the status (WWW-Authenticate with 401,
// Retry-After with 503). `error.detail` does not appear in it; of `error.fields` the first 20 do,
// each name cut at 100 characters.
Response problem(const Error& error, std::string_view request_id);

}  // namespace latchkey
