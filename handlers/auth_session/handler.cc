#include "handlers/auth_session/handler.h"

#include <utility>

#include "db/calls/session_get.h"
#include "lib/api/user_account.h"
#include "lib/json/json.h"
#include "lib/jwt/bearer.h"
#include "lib/worker/from_config.h"

namespace latchkey {

Result<AuthSession> AuthSession::create(Services& services) {
  auto verifier = access_token_verifier(services.config);
  if (!verifier) return verifier.error();
  return AuthSession{services.db, std::move(*verifier)};
}

Result<Response> handle_auth_session(const Request& request, AuthSession& context) {
  const auto claims = authenticate(request, context.verifier);
  if (!claims) return claims.error();

  const auto session = session_get(context.db, claims->session_id, claims->user_id);
  if (!session) return session.error();

  JsonObject times;
  times.text("id", claims->session_id)
      .text("created_at", session->created_at)
      .text("expires_at", session->expires_at);
  JsonObject json;
  add_user_account(json, session->who);
  json.object("session", std::move(times));
  return ok(json.str());
}

}  // namespace latchkey
