// An account's balance and the newest entries of its ledger, as an administrator sees them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct LedgerEntry {
  std::string created_at;  // RFC 3339
  std::string amount;      // whole numbers, as the database writes them
  std::string balance_after;
  std::string type;
  std::string description;
};

struct AccountCredits {
  std::string account_id;
  std::string name;
  std::string slug;
  std::string balance;
  std::string available;             // of it, not held
  std::vector<LedgerEntry> entries;  // newest first
};

// `who`: an account's id or slug, or its user's id or e-mail. At most `limit` entries. kNotFound
// where that means no account, kInvalidRequest where it means several.
Result<AccountCredits> admin_credits_show(Caller& db, std::string_view who, std::int64_t limit);

}  // namespace latchkey
