// Exchanges an authorization code for a session; makes the account at the first sign-in. The code
// is spent at the provider before the database is called: where that call fails, the user signs in
// again.
//
// Routes:  POST /api/auth/complete-signup, POST /api/auth/google/callback
// Calls:   create_account_atomic
// Secrets: LATCHKEY_SIGNING_KEY, LATCHKEY_OIDC_CLIENT_SECRET
// Egress:  openid (the identity provider)
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "db/calls/create_account_atomic.h"
#include "lib/api/refresh_transport.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/jwt/access_token.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/openid_provider.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthCompleteSignup {
  Caller& db;
  std::unique_ptr<HttpFetcher> http;
  OpenIdProvider provider;                 // through *http
  std::vector<std::string> redirect_uris;  // compared exactly
  AccessTokenSigner signer;
  SignUpRules rules;
  RefreshTransport transport;

  static Result<AuthCompleteSignup> create(Services& services);
};

Result<Response> handle_auth_complete_signup(const Request& request, AuthCompleteSignup& context);

}  // namespace latchkey
