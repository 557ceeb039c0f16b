// The balance of the caller's account and its ledger, a page at a time.
#pragma once

#include <cstdint>

#include "db/calls/tenant.h"

namespace latchkey {

struct CreditsPage {
  std::int64_t balance = 0;
  std::int64_t available = 0;  // of it, not held
  Page ledger;
};

// kSessionRevoked where the caller's session has ended, kInvalidRequest (the field `cursor`) where
// the page's start is not an entry of theirs.
Result<CreditsPage> credits_list(Caller& db, const AccessClaims& who, const PageStart& start);

}  // namespace latchkey
