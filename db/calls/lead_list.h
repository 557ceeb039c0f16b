// The leads of the caller's account, all or those that contain a text, a page at a time.
#pragma once

#include "db/calls/tenant.h"

namespace latchkey {

// kSessionRevoked where the caller's session has ended, kInvalidRequest (the field `cursor`) where
// the page's start is none of their leads.
Result<Page> lead_list(Caller& db, const AccessClaims& who, const PageStart& start);

}  // namespace latchkey
