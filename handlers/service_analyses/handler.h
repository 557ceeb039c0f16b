// Analyses, for the program of the adopter that does them: it claims one for a time, and says how
// it ended.
//
// Routes:  POST /api/service/analyses/claim, POST /api/service/analyses/{id}/renew, POST
//          /api/service/analyses/{id}/done, POST /api/service/analyses/{id}/fail
// Calls:   service_analysis_claim, service_analysis_renew, service_analysis_done,
//          service_analysis_fail
// Secrets: none
// Egress:  none
#pragma once

#include "lib/api/service_token.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Response> handle_service_analyses(const Request& request, const ServiceCaller& who,
                                         Caller& db);

}  // namespace latchkey
