#include "db/calls/admin_credits_show.h"

#include "db/calls/admin_account.h"
#include "db/calls/row.h"

namespace latchkey {
namespace {

// A row an entry, each with the account before it; one row without an entry where there is none.
constexpr Statement kAdminCreditsShow{
    "admin_credits_show",
    "SELECT c.outcome, c.account_id, c.account_name, c.account_slug, c.balance,"
    " c.available,"
    " i ->> 'created_at', i ->> 'amount', i ->> 'balance_after', i ->> 'type', i ->> 'description'"
    " FROM latchkey_api.admin_credits_show($1, $2) AS c"
    " LEFT JOIN LATERAL json_array_elements(c.items) AS i ON true"};
constexpr int kFirstOfEntry = 6;

}  // namespace

Result<AccountCredits> admin_credits_show(Caller& db, std::string_view who, std::int64_t limit) {
  const Params params{who, limit};
  auto rows = Rows::of_call(db, kAdminCreditsShow, params);
  if (!rows) return rows.error();
  if (!rows->next()) return Error::of(ErrorCode::kInternal, "admin_credits_show returned no row");
  if (const auto error = account_error(rows->text(0))) return *error;

  AccountCredits account{rows->text(1), rows->text(2), rows->text(3),
                         rows->text(4), rows->text(5), {}};
  do {
    if (rows->is_null(kFirstOfEntry)) continue;
    account.entries.push_back(
        {rows->text(kFirstOfEntry), rows->text(7), rows->text(8), rows->text(9), rows->text(10)});
  } while (rows->next());
  return rows->checked(std::move(account));
}

}  // namespace latchkey
