#include "db/calls/admin_credits_show.h"

#include "db/calls/admin_account.h"
#include "db/calls/row.h"
#include "db/calls/rows.h"

namespace latchkey {
namespace {

// A row an entry, each with the account before it; one row without an entry where there is none.
constexpr Statement kAdminCreditsShow{
    "admin_credits_show",
    "SELECT c.outcome, c.account_id, c.account_name, c.account_slug, c.balance,"
    " i ->> 'created_at', i ->> 'amount', i ->> 'balance_after', i ->> 'type', i ->> 'description'"
    " FROM latchkey_api.admin_credits_show($1, $2) AS c"
    " LEFT JOIN LATERAL json_array_elements(c.items) AS i ON true"};
constexpr int kFirstOfEntry = 5;

}  // namespace

Result<AccountCredits> admin_credits_show(Caller& db, std::string_view who, std::int64_t limit) {
  const Params params{who, limit};
  const auto answer = db.call(kAdminCreditsShow, params);
  if (!answer) return answer.error();
  if (answer->rows() == 0) return fail(ErrorCode::kInternal, "admin_credits_show returned no row");
  if (const auto error = account_error(text_at(*answer, 0, 0))) return *error;

  AccountCredits account{text_at(*answer, 0, 1),
                         text_at(*answer, 0, 2),
                         text_at(*answer, 0, 3),
                         text_at(*answer, 0, 4),
                         {}};
  for (int row = 0; row < answer->rows(); ++row) {
    if (!answer->field(row, kFirstOfEntry)) continue;
    account.entries.push_back({text_at(*answer, row, kFirstOfEntry), text_at(*answer, row, 6),
                               text_at(*answer, row, 7), text_at(*answer, row, 8),
                               text_at(*answer, row, 9)});
  }
  return account;
}

}  // namespace latchkey
