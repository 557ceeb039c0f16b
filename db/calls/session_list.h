// The caller's live sessions (devices), a page at a time.
#pragma once

#include "db/calls/tenant.h"

namespace latchkey {

// kSessionRevoked where the caller's own session has ended, kInvalidRequest (the field `cursor`)
// where the page's start is not a session of theirs.
Result<Page> session_list(Caller& db, const AccessClaims& who, const PageStart& start);

}  // namespace latchkey
