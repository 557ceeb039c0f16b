// Signs a person in at an OpenID provider by the authorization code flow (OpenID Connect Core 1.0,
// section 3.1): exchanges the code with the client's secret and believes the ID token that comes
// back. Google is the default; any provider with discovery works.
#pragma once

#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/discovery.h"
#include "lib/openid/jwks.h"
#include "lib/openid/openid_client.h"
#include "lib/openid/token_endpoint.h"

namespace latchkey {

class OpenIdProvider {
 public:
  // `http` is allowed the origin of the issuer, and outlives this.
  OpenIdProvider(HttpFetcher& http, OpenIdClient client, Clock clock);

  // Who the code belongs to. Spends the code.
  //   kOauthCodeRejected            the provider refuses the code, or the ID token is at fault
  //   kOauthClientRejected          it refuses this client: id, secret, way of asking
  //   kEmailNotVerified, kDomainNotAllowed
  //   kIdentityProviderUnavailable  down, slow, or gives an invalid answer
  Result<Person> identify(const AuthorizationGrant& grant);

  // Whether the provider takes this client's id and secret: asks with a code that nobody was given.
  // The way in which it took them, "basic" or "post". kOauthClientRejected,
  // kIdentityProviderUnavailable.
  Result<std::string_view> check_client(std::string_view redirect_uri);

 private:
  Result<JsonPtr> verified_claims(std::string_view id_token, const std::string& jwks_uri);

  HttpFetcher& http_;
  OpenIdClient client_;
  Clock clock_;
  Discovery discovery_;
  JwksCache keys_;
  TokenEndpoint tokens_;
};

}  // namespace latchkey
