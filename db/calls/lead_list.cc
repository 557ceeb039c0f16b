#include "db/calls/lead_list.h"

namespace latchkey {
namespace {

constexpr Statement kLeadList{
    "lead_list", "SELECT outcome, items, next FROM latchkey_api.lead_list($1, $2, $3, $4)"};

}  // namespace

Result<Page> lead_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  return page_of(call_for_page(db, kLeadList, who, start));
}

}  // namespace latchkey
