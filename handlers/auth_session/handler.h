// Who is signed in: the user, the account and the session of an access token.
//
// Route:   GET /api/auth/session
// Calls:   session_get
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_auth_session(const Request& request, const AccessClaims& who, Caller& db);

}  // namespace latchkey
