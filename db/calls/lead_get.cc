#include "db/calls/lead_get.h"

namespace latchkey {
namespace {

constexpr Statement kLeadGet{"lead_get",
                             "SELECT outcome, lead FROM latchkey_api.lead_get($1, $2, $3)"};

}  // namespace

Result<std::string> lead_get(Caller& db, const AccessClaims& who, std::string_view id) {
  const Params params{who.session_id, who.user_id, id};
  return call_for_json(db, kLeadGet, params, "found");
}

}  // namespace latchkey
