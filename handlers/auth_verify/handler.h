// Is the bearer of this request signed in? For nginx's auth_request, in front of any application.
// It makes no database call per request; revocation_feed.h says how it knows of logouts all the
// same, and how well.
//
// Routes:  GET /api/auth/verify, GET /api/auth/verify/continue, GET /api/auth/verify/refusal
//          (internal: no way in from outside)
// Calls:   revocations_since (and LISTEN latchkey_revoked)
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "handlers/auth_verify/revocation_feed.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthVerify {
  AccessTokenVerifier verifier;
  // What an Origin may say where the cookie is the credential; nothing: the cookie is not taken.
  std::optional<std::vector<std::string>> page_origins;
  std::unique_ptr<RevocationFeed> revocations;  // its address is with the worker

  static Result<AuthVerify> create(Services& services);
};

// 204 with the bearer's ids as headers. On the other routes nobody is let in. nginx asks there for
// the answer to a request that was refused already, and passes it on: on `refusal` the words, on
// `continue` the way to a fresh cookie where a browser has opened a page, and else the words.
Result<Response> handle_auth_verify(const Request& request, AuthVerify& context);

}  // namespace latchkey
