#include "db/calls/lead_list.h"

namespace latchkey {
namespace {

constexpr Statement kLeadList{
    "lead_list", "SELECT outcome, items, next FROM latchkey_api.lead_list($1, $2, $3, $4, $5)"};

}  // namespace

Result<Page> lead_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  const Params params{who.session_id, who.user_id, start.limit, start.before, start.search};
  return page_of(call_for_row(db, kLeadList, params, "ok"));
}

}  // namespace latchkey
