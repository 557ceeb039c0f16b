// How far the onboarding of the caller's account is, on whatever device it was begun.
//
// Route:   GET /api/onboarding/progress
// Calls:   onboarding_progress
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_onboarding_progress(const Request& request, const AccessClaims& who,
                                            Caller& db);

}  // namespace latchkey
