#include "handlers/auth_sessions/handler.h"

#include <string_view>

#include "db/calls/session_list.h"
#include "db/calls/session_revoke.h"
#include "lib/api/client.h"
#include "lib/api/cursor.h"
#include "lib/api/page.h"
#include "lib/api/refresh_transport.h"
#include "lib/http/input.h"

namespace latchkey {
namespace {

constexpr std::string_view kOneSession = "/api/auth/sessions/";

Result<Response> list(const Request& request, const AccessClaims& who, Caller& db) {
  const auto start = page_start(request);
  if (!start) return start.error();

  const auto page = session_list(db, who, *start);
  if (!page) return page.error();
  return ok(page_json(page->items, page->next));
}

Result<Response> revoke(const Request& request, const AccessClaims& who, Caller& db) {
  const auto target = path_id(request, kOneSession);
  if (!target) return target.error();

  const auto done = session_revoke(db, who, *target, client_of(request));
  if (!done) return done.error();
  Response response{204, {}, {}};
  response.happened = {Event::kRevokedAsDevice};
  if (*target == who.session_id) clear_access_cookie(response);
  return response;
}

}  // namespace

Result<Response> handle_auth_sessions(const Request& request, const AccessClaims& who, Caller& db) {
  // The gateway lets no other method through to these routes.
  return request.method == "DELETE" ? revoke(request, who, db) : list(request, who, db);
}

}  // namespace latchkey
