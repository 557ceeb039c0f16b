// The user's devices: lists the live sessions, ends one of them.
//
// Routes:  GET /api/auth/sessions, DELETE /api/auth/sessions/{id}
// Calls:   session_list, session_revoke
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_auth_sessions(const Request& request, const AccessClaims& who, Caller& db);

}  // namespace latchkey
