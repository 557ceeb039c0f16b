#include "db/calls/credits_list.h"

#include <utility>

namespace latchkey {
namespace {

constexpr Statement kCreditsList{"credits_list",
                                 "SELECT outcome, items, next, balance, available FROM "
                                 "latchkey_api.credits_list($1, $2, $3, $4)"};

}  // namespace

Result<CreditsPage> credits_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  auto row = call_for_page(db, kCreditsList, who, start);
  if (!row) return row.error();

  const std::int64_t balance = row->number(3);
  const std::int64_t available = row->number(4);
  auto ledger = page_of(std::move(row));
  if (!ledger) return ledger.error();
  return CreditsPage{balance, available, std::move(*ledger)};
}

}  // namespace latchkey
