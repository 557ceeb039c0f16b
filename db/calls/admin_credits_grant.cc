#include "db/calls/admin_credits_grant.h"

#include "db/calls/admin_account.h"
#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminCreditsGrant{"admin_credits_grant",
                                       "SELECT outcome, account_name, balance"
                                       " FROM latchkey_api.admin_credits_grant($1, $2, $3, $4)"};

}  // namespace

Result<GrantedCredits> admin_credits_grant(Caller& db, const CreditsGrant& grant) {
  const Params params{grant.who, grant.amount, grant.reason, grant.actor};
  auto row = Row::of_call(db, kAdminCreditsGrant, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (const auto error = account_error(outcome)) return *error;
  const GrantedCredits granted{row->text(1), row->number(2)};
  if (auto sound = row->finish(); !sound) return sound.error();
  if (outcome == "insufficient_credits") {
    return Error::of(ErrorCode::kInsufficientCredits,
                     "there are only " + std::to_string(granted.balance) + " credits");
  }
  if (outcome != "granted") return row->unexpected(outcome);
  return granted;
}

}  // namespace latchkey
