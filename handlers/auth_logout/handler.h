// Ends sessions permanently by a refresh token: all of the user's (scope global, the default), this
// one (local) or the others. A token that nobody knows is answered alike (RFC 7009, section 2.2).
//
// Route:   POST /api/auth/logout
// Calls:   session_logout
// Secrets: none
// Egress:  none
#pragma once

#include "lib/api/refresh_transport.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthLogout {
  Caller& db;
  RefreshTransport transport;

  static Result<AuthLogout> create(Services& services);
};

Result<Response> handle_auth_logout(const Request& request, AuthLogout& context);

}  // namespace latchkey
