// An account, for a program of the adopter: its credits, its owner, its business profile.
//
// Route:   GET /api/service/accounts/{id}
// Calls:   service_account_get
// Secrets: none
// Egress:  none
#pragma once

#include "lib/api/service_token.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_service_accounts(const Request& request, const ServiceCaller& who,
                                         Caller& db);

}  // namespace latchkey
