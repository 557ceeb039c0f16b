// Endpoints whose callers show an access token, and those whose callers are services.
#pragma once

#include "lib/api/service_token.h"
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

// What a route of services answers. Its stored function finds the token valid, or not.
using ServiceHandle = Result<Response> (*)(const Request& request, const ServiceCaller& who,
                                           Caller& db);

// Calls `handle` where the request has a token of the form that services have.
Result<Response> answer_service(const Request& request, Caller& db, ServiceHandle handle);

}  // namespace latchkey
