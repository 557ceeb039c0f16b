#include "db/calls/check_credits.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

// A row a wrong account, each with the totals before it; one row without an account where all is
// well.
constexpr Statement kCheckCredits{
    "check_credits",
    "SELECT c.accounts, c.entries, w ->> 'account_id', w ->> 'credits', w ->> 'ledger'"
    " FROM latchkey_api.check_credits() AS c"
    " LEFT JOIN LATERAL json_array_elements(c.wrong) AS w ON true"};

}  // namespace

Result<CreditsProof> check_credits(Caller& db) {
  auto rows = Rows::of_call(db, kCheckCredits, {});
  if (!rows) return rows.error();
  if (!rows->next()) return Error::of(ErrorCode::kInternal, "check_credits returned no row");

  CreditsProof proof{rows->text(0), rows->text(1), {}};
  do {
    if (!rows->is_null(2)) proof.wrong.push_back({rows->text(2), rows->text(3), rows->text(4)});
  } while (rows->next());
  return rows->checked(std::move(proof));
}

}  // namespace latchkey
