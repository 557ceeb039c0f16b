// Credits that a program of the adopter spends, gives, or holds to spend them later.
//
// Routes:  POST /api/service/credits/spend, POST /api/service/credits/grant, POST
//          /api/service/credits/holds, POST /api/service/credits/holds/{id}/settle, POST
//          /api/service/credits/holds/{id}/release, POST /api/service/credits/holds/{id}/renew
// Calls:   service_credits_spend, service_credits_grant, service_hold_make, service_hold_settle,
//          service_hold_release, service_hold_renew
// Secrets: none
// Egress:  none
#pragma once

#include "lib/api/service_token.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_service_credits(const Request& request, const ServiceCaller& who,
                                        Caller& db);

}  // namespace latchkey
