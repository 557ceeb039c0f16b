// The balance of the caller's account, what can be spent of it, and its ledger.
//
// Route:   GET /api/credits
// Calls:   credits_list
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_credits(const Request& request, const AccessClaims& who, Caller& db);

}  // namespace latchkey
