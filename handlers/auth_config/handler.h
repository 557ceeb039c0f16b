// Tells a client where to send its user to sign in, and as which client.
//
// Route:   GET /api/auth/config
// Calls:   none
// Secrets: none
// Egress:  openid (the identity provider)
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/discovery.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct AuthConfig {
  std::unique_ptr<HttpFetcher> http;
  Discovery provider;  // through *http
  std::string issuer;
  std::string client_id;
  std::string refresh_transport;  // body | cookie

  static Result<AuthConfig> create(Services& services);
};

// kIdentityProviderUnavailable while the provider's own description can't be had.
Result<Response> handle_auth_config(const Request& request, AuthConfig& context);

}  // namespace latchkey
