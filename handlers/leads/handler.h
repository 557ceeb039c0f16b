// The leads of the caller's account: makes one, lists them, shows one. The worked example of an
// endpoint of one's own; docs/adding-an-endpoint.md says how to add another.
//
// Routes:  GET, POST /api/leads, GET /api/leads/{id}
// Calls:   lead_create, lead_list, lead_get
// Secrets: none (verifies with the published keys)
// Egress:  none
#pragma once

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_leads(const Request& request, const AccessClaims& who, Caller& db);

}  // namespace latchkey
