#include "db/calls/lead_create.h"

namespace latchkey {
namespace {

constexpr Statement kLeadCreate{
    "lead_create",
    "SELECT outcome, lead FROM latchkey_api.lead_create($1, $2, $3, $4, $5, $6, $7)"};

}  // namespace

Result<std::string> lead_create(Caller& db, const AccessClaims& who, const NewLead& lead,
                                const Attempt& attempt) {
  const Params params{who.session_id, who.user_id, lead.name, lead.email,
                      lead.website,   lead.notes,  attempt};
  return call_for_json(db, kLeadCreate, params, "created");
}

}  // namespace latchkey
