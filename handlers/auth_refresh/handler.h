// Spends a refresh token for its successor and a fresh access token. Safe to repeat: the successor
// is derived from the presented token, so the same client asking again gets the same one.
//
// Route:   POST /api/auth/refresh
// Calls:   session_rotate
// Secrets: LATCHKEY_SIGNING_KEY, LATCHKEY_ROTATION_KEY
// Egress:  none
#pragma once

#include <string>

#include "db/calls/session_rotate.h"
#include "lib/api/refresh_transport.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthRefresh {
  Caller& db;
  AccessTokenSigner signer;
  std::string rotation_key;  // 32 bytes
  RotationRules rules;
  RefreshTransport transport;

  static Result<AuthRefresh> create(Services& services);
};

Result<Response> handle_auth_refresh(const Request& request, AuthRefresh& context);

}  // namespace latchkey
