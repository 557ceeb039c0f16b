#include "db/calls/session_revoke.h"

#include <array>

namespace latchkey {
namespace {

constexpr Statement kSessionRevoke{
    "session_revoke", "SELECT outcome FROM latchkey_api.session_revoke($1, $2, $3, $4, $5, $6)"};

}  // namespace

Result<Done> session_revoke(Caller& db, const AccessClaims& who, std::string_view target_id,
                            const Client& client) {
  const std::array params = {text_param(who.session_id),    text_param(who.user_id),
                             text_param(target_id),         Param{client.ip},
                             text_param(client.user_agent), text_param(client.request_id)};
  auto row = call_for_row(db, kSessionRevoke, params, "ended");
  if (!row) return row.error();
  return Done{};
}

}  // namespace latchkey
