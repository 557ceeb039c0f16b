#include "db/calls/session_revoke.h"

namespace latchkey {
namespace {

constexpr Statement kSessionRevoke{
    "session_revoke", "SELECT outcome FROM latchkey_api.session_revoke($1, $2, $3, $4, $5, $6)"};

}  // namespace

Result<Done> session_revoke(Caller& db, const AccessClaims& who, std::string_view target_id,
                            const Client& client) {
  const Params params{who.session_id, who.user_id,       target_id,
                      client.ip,      client.user_agent, client.request_id};
  auto row = call_for_row(db, kSessionRevoke, params, "ended");
  if (!row) return row.error();
  return Done{};
}

}  // namespace latchkey
