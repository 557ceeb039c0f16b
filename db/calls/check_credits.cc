#include "db/calls/check_credits.h"

#include "db/calls/rows.h"

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
  const auto answer = db.call(kCheckCredits, {});
  if (!answer) return answer.error();
  if (answer->rows() == 0) return fail(ErrorCode::kInternal, "check_credits returned no row");

  CreditsProof proof{text_at(*answer, 0, 0), text_at(*answer, 0, 1), {}};
  for (int row = 0; row < answer->rows(); ++row) {
    if (!answer->field(row, 2)) continue;
    proof.wrong.push_back(
        {text_at(*answer, row, 2), text_at(*answer, row, 3), text_at(*answer, row, 4)});
  }
  return proof;
}

}  // namespace latchkey
