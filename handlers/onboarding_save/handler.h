// Saves one step of onboarding: in any order, as often as the user likes, until it is completed.
//
// Route:   POST /api/onboarding/save-progress
// Calls:   onboarding_save_step
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_onboarding_save(const Request& request, const AccessClaims& who,
                                        Caller& db);

}  // namespace latchkey
