#include "lib/openid/openid_provider.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "lib/crypto/crypto.h"
#include "lib/json/members.h"
#include "lib/openid/id_token.h"
#include "lib/openid/userinfo.h"

namespace latchkey {
namespace {

// 256 random bits: nobody was given that code.
std::string made_up_text() {
  std::array<char, 32> bytes{};
  random_bytes(bytes.data(), bytes.size());
  return base64url({bytes.data(), bytes.size()});
}

}  // namespace

OpenIdProvider::OpenIdProvider(HttpFetcher& http, OpenIdClient client, Clock clock)
    : http_(http),
      client_(std::move(client)),
      clock_(clock),
      discovery_(http, client_.rules.issuer, clock),
      keys_(http, clock),
      tokens_(http) {}

Result<Person> OpenIdProvider::identify(const AuthorizationGrant& grant) {
  const auto provider = discovery_.metadata();
  if (!provider) return provider.error();
  const ProviderMetadata& at = **provider;
  // Before the code is spent: without keys the answer could not be read.
  if (const auto ready = keys_.prepare(at.jwks_uri); !ready) return ready.error();

  const auto tokens = tokens_.exchange(at, client_, grant);
  if (!tokens) return tokens.error();
  const auto claims = verified_claims(tokens->id_token, at.jwks_uri);
  if (!claims) return claims.error();

  json_t* known = claims->get();
  const IdClaimRules& rules = client_.rules;
  if (!at.userinfo_endpoint.empty() && !tokens->access_token.empty() &&
      needs_userinfo(known, rules.trusts_email)) {
    // The ID token is checked first, so that only its own person is asked for.
    if (auto checked = check_id_claims(known, rules, grant.nonce, clock_()); !checked) {
      return checked.error();
    }
    const auto userinfo = fetch_userinfo(http_, at.userinfo_endpoint, tokens->access_token,
                                         *text_member(known, "sub"));
    if (!userinfo) return userinfo.error();
    add_userinfo(known, userinfo->get());
  }
  return person_from_claims(known, rules, grant.nonce, clock_());
}

Result<JsonPtr> OpenIdProvider::verified_claims(std::string_view id_token,
                                                const std::string& jwks_uri) {
  auto token = read_id_token(id_token);
  if (!token) return token.error();
  const auto& taken = client_.algorithms;
  if (std::find(taken.begin(), taken.end(), token->algorithm) == taken.end()) {
    return Error::of(ErrorCode::kOauthCodeRejected,
                     "ID token: alg is not one of LATCHKEY_OIDC_SIGNING_ALGS");
  }
  const auto key = keys_.key(jwks_uri, token->kid, token->algorithm);
  if (!key) return key.error();
  if (const auto signature = verify_id_token_signature(*token, **key); !signature) {
    return signature.error();
  }
  return std::move(token->claims);
}

Result<std::string_view> OpenIdProvider::check_client(std::string_view redirect_uri) {
  const auto provider = discovery_.metadata();
  if (!provider) return provider.error();
  const std::string code = made_up_text();
  const std::string verifier = made_up_text();
  const auto answer = tokens_.exchange(**provider, client_, {code, verifier, redirect_uri, ""});
  if (answer || answer.error().code == ErrorCode::kOauthCodeRejected) return tokens_.way_taken();
  return answer.error();
}

}  // namespace latchkey
