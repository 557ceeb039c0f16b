#include "db/calls/lead_get.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kLeadGet{"lead_get",
                             "SELECT outcome, lead FROM latchkey_api.lead_get($1, $2, $3)"};

}  // namespace

Result<std::string> lead_get(Caller& db, const AccessClaims& who, std::string_view id) {
  const std::array params = {text_param(who.session_id), text_param(who.user_id), text_param(id)};
  return call_for_json(db, kLeadGet, params, "found");
}

}  // namespace latchkey
