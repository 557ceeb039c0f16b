// From FastCGI parameters to a Request. Headers that decide who is asking, or for what, may come
// once only: two programs that read different ones of them could be played against each other.
#pragma once

#include <cstddef>
#include <optional>

#include "lib/base/error.h"
#include "lib/http/request.h"

namespace latchkey {

struct ParsedParams {
  Request request;                 // without its body; the views point into the parameters
  std::size_t content_length = 0;  // at most kMaxBodyBytes where there is no error
  // kInvalidRequest: a header came twice, or CONTENT_LENGTH is not a length. kPayloadTooLarge: it
  // is beyond kMaxBodyBytes. The request above then serves for the answer and the log only.
  std::optional<Error> error;
};

// `params`: NAME=value strings, a null pointer at the end (the parameters that nginx sends stand in
// nginx/snippets/fastcgi*.conf).
ParsedParams parse_params(const char* const* params);

}  // namespace latchkey
