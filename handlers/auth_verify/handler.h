// Is the bearer of this request signed in? For nginx's auth_request, in front of any application.
// It makes no database call per request; revocation_feed.h says how it knows of logouts all the
// same, and how well.
//
// Routes:  GET /api/auth/verify, GET /api/auth/verify/refusal (internal: no way in from outside)
// Calls:   revocations_since (and LISTEN latchkey_revoked)
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include <memory>

#include "handlers/auth_verify/revocation_feed.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthVerify {
  AccessTokenVerifier verifier;
  std::unique_ptr<RevocationFeed> revocations;  // its address is with the worker

  static Result<AuthVerify> create(Services& services);
};

// 204 with the bearer's ids as headers. On the route `refusal` nobody is let in: nginx asks there
// for the words of a refusal that it has met already, and passes them on.
Result<Response> handle_auth_verify(const Request& request, AuthVerify& context);

}  // namespace latchkey
