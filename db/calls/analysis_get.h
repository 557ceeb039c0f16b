// One analysis of the caller's account.
#pragma once

#include <string>
#include <string_view>

#include "db/calls/tenant.h"

namespace latchkey {

// The analysis as JSON, ready to send. kSessionRevoked where the caller's session has ended,
// kNotFound where there is no such analysis for them. `id`: a UUID.
Result<std::string> analysis_get(Caller& db, const AccessClaims& who, std::string_view id);

}  // namespace latchkey
