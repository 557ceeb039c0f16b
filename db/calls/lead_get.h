// One lead of the caller's account.
#pragma once

#include <string>
#include <string_view>

#include "db/calls/tenant.h"

namespace latchkey {

// The lead as JSON, ready to send. kSessionRevoked where the caller's session has ended, kNotFound
// where there is no such lead for them. `id`: a UUID.
Result<std::string> lead_get(Caller& db, const AccessClaims& who, std::string_view id);

}  // namespace latchkey
