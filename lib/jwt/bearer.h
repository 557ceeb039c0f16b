// The bearer of a request (RFC 6750, section 2.1).
#pragma once

#include <string_view>

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

// The token of `Authorization: Bearer`; empty without one.
std::string_view bearer_token(const Request& request);

// The verified claims of the request's access token; kAccessTokenMissing without one.
Result<AccessClaims> authenticate(const Request& request, AccessTokenVerifier& verifier);

}  // namespace latchkey
