// Sign-in through an OpenID provider by authorization code with PKCE (OpenID Connect Core 1.0,
// section 3.1): the code goes to the provider with the client secret, the ID token that comes back
// says who it is. Google is the default; any provider with discovery works.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/discovery.h"
#include "lib/openid/id_claims.h"
#include "lib/openid/jwks.h"

namespace latchkey {

// What the browser brings back. All of it is used for one call and never logged.
struct AuthorizationGrant {
  std::string_view code;
  std::string_view code_verifier;  // PKCE (RFC 7636)
  std::string_view redirect_uri;   // as in the authorization request
  std::string_view nonce;
};

class OpenIdProvider {
 public:
  // `http` is allowed the origin of the issuer, and outlives this.
  OpenIdProvider(HttpFetcher& http, IdClaimRules rules, std::string client_secret, Clock clock);

  // Who the code belongs to. Spends the code.
  //   kOauthCodeRejected            the provider refuses the code, or the ID token is at fault
  //   kOauthClientRejected          it refuses this client's registration: id, secret, way of
  //   asking kEmailNotVerified, kDomainNotAllowed kIdentityProviderUnavailable  down, slow, or
  //   gives an invalid answer
  Result<Person> identify(const AuthorizationGrant& grant);

  // Whether the provider takes this client's id and secret: asks with a code that nobody was given.
  // kOauthClientRejected, kIdentityProviderUnavailable.
  Result<Done> check_client(std::string_view redirect_uri);

 private:
  Result<std::string> exchange(const ProviderMetadata& provider, const AuthorizationGrant& grant);

  HttpFetcher& http_;
  IdClaimRules rules_;
  std::string client_secret_;
  Clock clock_;
  Discovery discovery_;
  JwksCache keys_;
};

}  // namespace latchkey
