#include "db/calls/lead_create.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kLeadCreate{
    "lead_create",
    "SELECT outcome, lead FROM latchkey_api.lead_create($1, $2, $3, $4, $5, $6, $7)"};

}  // namespace

Result<std::string> lead_create(Caller& db, const AccessClaims& who, const NewLead& lead,
                                const Attempt& attempt) {
  const std::array params = {
      text_param(who.session_id), text_param(who.user_id), text_param(lead.name), Param{lead.email},
      Param{lead.website},        Param{lead.notes},       attempt_param(attempt)};
  return call_for_json(db, kLeadCreate, params, "created");
}

}  // namespace latchkey
