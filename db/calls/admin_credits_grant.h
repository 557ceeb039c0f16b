// Adds credits to an account, or takes some back, as an administrator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct CreditsGrant {
  std::string_view who;     // an account's id or slug, or its user's id or e-mail
  std::int64_t amount = 0;  // not 0; negative: taken back
  std::string_view reason;  // for the ledger, 1 to 4,000 characters
  std::string_view actor;   // who asks, for the audit log
};

struct GrantedCredits {
  std::string account_name;
  std::int64_t balance = 0;  // afterwards
};

// kNotFound where `who` means no account, kInvalidRequest where it means several,
// kInsufficientCredits where the balance would fall below zero.
Result<GrantedCredits> admin_credits_grant(Caller& db, const CreditsGrant& grant);

}  // namespace latchkey
