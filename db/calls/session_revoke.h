// Ends one of the caller's sessions permanently, the one they call with included.
#pragma once

#include <string_view>

#include "db/calls/tenant.h"
#include "lib/api/client.h"

namespace latchkey {

// Done also where it had ended before. kNotFound where `target_id` is not a session of the user,
// kSessionRevoked where the caller's own session has ended: nothing is done then.
Result<Done> session_revoke(Caller& db, const AccessClaims& who, std::string_view target_id,
                            const Client& client);

}  // namespace latchkey
