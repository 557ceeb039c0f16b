#include "handlers/auth_session/handler.h"

#include <utility>

#include "db/calls/session_get.h"
#include "lib/api/user_account.h"
#include "lib/json/json.h"

namespace latchkey {

Result<Response> handle_auth_session(const Request& /*request*/, const AccessClaims& who,
                                     Caller& db) {
  const auto session = session_get(db, who.session_id, who.user_id);
  if (!session) return session.error();

  JsonObject times;
  times.text("id", who.session_id)
      .text("created_at", session->created_at)
      .text("expires_at", session->expires_at);
  JsonObject json;
  add_user_account(json, session->who);
  json.object("session", std::move(times));
  return ok(json.str());
}

}  // namespace latchkey
