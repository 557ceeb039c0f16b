// Completes onboarding, once; asked for again it answers the same and writes nothing.
//
// Route:   POST /api/onboarding/complete
// Calls:   onboarding_complete
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_onboarding_complete(const Request& request, const AccessClaims& who,
                                            Caller& db);

}  // namespace latchkey
