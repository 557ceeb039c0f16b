// Ends sessions permanently, as an administrator.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// `who`: a user's id or e-mail, for all their sessions, or a session's id. `actor`: who asks, for
// the audit log. How many live sessions were ended; kNotFound where `who` means nobody.
Result<std::int64_t> admin_session_revoke(Caller& db, std::string_view who, std::string_view actor);

}  // namespace latchkey
