// The token endpoint of one provider: an authorization code for tokens (RFC 6749, section 4.1.3).
// Providers differ in how a client has to prove itself, and some list a way that they then refuse,
// so the way that was taken last is remembered.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/discovery.h"
#include "lib/openid/openid_client.h"

namespace latchkey {

// What the browser brings back. All of it is used for one call and never logged.
struct AuthorizationGrant {
  std::string_view code;
  std::string_view code_verifier;  // PKCE (RFC 7636)
  std::string_view redirect_uri;   // as in the authorization request
  std::string_view nonce;
};

struct ProviderTokens {
  std::string id_token;
  std::string access_token;  // for userinfo only; empty where none came
};

class TokenEndpoint {
 public:
  // `http` outlives this.
  explicit TokenEndpoint(HttpFetcher& http) : http_(http) {}

  // Spends the code.
  //   kOauthCodeRejected            the provider refuses the code, or gives no ID token
  //   kOauthClientRejected          it refuses this client: id, secret, way of asking
  //   kIdentityProviderUnavailable  down, slow, or answers what is not an answer
  Result<ProviderTokens> exchange(const ProviderMetadata& provider, const OpenIdClient& client,
                                  const AuthorizationGrant& grant);

  // How the client proved itself when that was taken last: "basic" or "post"; empty before that.
  [[nodiscard]] std::string_view way_taken() const;

 private:
  enum class Way { kBasic, kPost };

  [[nodiscard]] Way first_way(const ProviderMetadata& provider, const OpenIdClient& client) const;
  Result<HttpReply> ask(Way way, const ProviderMetadata& provider, const OpenIdClient& client,
                        const AuthorizationGrant& grant);
  Result<HttpReply> ask_both_ways(const ProviderMetadata& provider, const OpenIdClient& client,
                                  const AuthorizationGrant& grant);

  HttpFetcher& http_;
  std::optional<Way> taken_;
};

}  // namespace latchkey
