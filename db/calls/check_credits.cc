#include "db/calls/check_credits.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

// A row a wrong account, or a fault, each with the totals before it; one row with neither where all
// is well.
constexpr Statement kCheckCredits{
    "check_credits",
    "SELECT c.accounts, c.entries, c.holds, c.refunds, w ->> 'account_id', w ->> 'credits',"
    " w ->> 'ledger', w ->> 'subject', w ->> 'fault'"
    " FROM latchkey_api.check_credits() AS c"
    " LEFT JOIN LATERAL (SELECT * FROM json_array_elements(c.wrong)"
    " UNION ALL SELECT * FROM json_array_elements(c.faults)) AS a (w) ON true"};
constexpr int kAccount = 4;
constexpr int kFault = 8;

}  // namespace

Result<CreditsProof> check_credits(Caller& db) {
  auto rows = Rows::of_call(db, kCheckCredits, {});
  if (!rows) return rows.error();
  if (!rows->next()) return Error::of(ErrorCode::kInternal, "check_credits returned no row");

  CreditsProof proof{rows->text(0), rows->text(1), {}, rows->text(2), rows->text(3), {}};
  do {
    if (rows->is_null(kAccount)) continue;
    if (rows->is_null(kFault)) {
      proof.wrong.push_back({rows->text(kAccount), rows->text(5), rows->text(6)});
    } else {
      proof.faults.push_back({rows->text(kAccount), rows->text(7), rows->text(kFault)});
    }
  } while (rows->next());
  return rows->checked(std::move(proof));
}

}  // namespace latchkey
