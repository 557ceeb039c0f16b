// Endpoints whose callers show an access token.
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// What such an endpoint answers `who` has asked; `db` is for its stored functions.
using SignedInHandle = Result<Response> (*)(const Request& request, const AccessClaims& who,
                                            Caller& db);

struct SignedIn {
  Caller& db;
  AccessTokenVerifier verifier;

  // Verifies the request's access token and only then calls `handle`.
  Result<Response> answer(const Request& request, SignedInHandle handle);
};

}  // namespace latchkey
