// Proves that every account's balance is the sum of its ledger.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// An account whose balance or whose entries' running sums are wrong.
struct WrongBalance {
  std::string account_id;
  std::string credits;
  std::string ledger;  // the sum
};

struct CreditsProof {
  std::string accounts;  // how many were looked at
  std::string entries;
  std::vector<WrongBalance> wrong;  // empty: proved
};

Result<CreditsProof> check_credits(Caller& db);

}  // namespace latchkey
