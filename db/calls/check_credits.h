// Proves that every account's balance is the sum of its ledger, and that holds and refunds go with
// it.
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

// A hold, an analysis or an account, and why it does not go with the ledger.
struct CreditFault {
  std::string account_id;
  std::string subject;
  std::string fault;
};

struct CreditsProof {
  std::string accounts;  // how many were looked at
  std::string entries;
  std::vector<WrongBalance> wrong;  // empty, as the faults: proved
  std::string holds;
  std::string refunds;
  std::vector<CreditFault> faults;
};

Result<CreditsProof> check_credits(Caller& db);

}  // namespace latchkey
