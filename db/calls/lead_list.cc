#include "db/calls/lead_list.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kLeadList{
    "lead_list", "SELECT outcome, items, next FROM latchkey_api.lead_list($1, $2, $3, $4, $5)"};

}  // namespace

Result<Page> lead_list(Caller& db, const AccessClaims& who, const PageStart& start) {
  const std::string limit = std::to_string(start.limit);
  const std::array params = {text_param(who.session_id), text_param(who.user_id), text_param(limit),
                             Param{start.before}, Param{start.search}};
  return page_of(call_for_row(db, kLeadList, params, "ok"));
}

}  // namespace latchkey
