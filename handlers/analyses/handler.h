// The analyses of the caller's account: asks for one, which spends a credit, lists them, shows one.
// They start as `queued`; a service takes them up (service_analyses).
//
// Routes:  GET, POST /api/analyses, GET /api/analyses/{id}
// Calls:   analysis_create, analysis_list, analysis_get
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_analyses(const Request& request, const AccessClaims& who, Caller& db);

}  // namespace latchkey
