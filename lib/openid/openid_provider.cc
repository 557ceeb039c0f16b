#include "lib/openid/openid_provider.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/crypto/crypto.h"
#include "lib/json/members.h"
#include "lib/openid/document.h"
#include "lib/openid/id_token.h"

namespace latchkey {
namespace {

// The "error" of a token error response (RFC 6749, section 5.2) where it is fit for the log.
std::string oauth_error_of(const HttpReply& reply) {
  const auto body = parse_json(reply.body);
  const auto error = text_member(body ? body->get() : nullptr, "error").value_or("");
  const bool is_word = std::all_of(error.begin(), error.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return error.size() <= 40 && is_word ? std::string(error) : "";
}

// The error is about the code, which the user brought, or about this client's registration, which
// the operator has to correct; no retry helps with either.
ErrorCode code_of(int status, std::string_view oauth_error) {
  if (status < 400 || status >= 500 || status == 408 || status == 429) {
    return ErrorCode::kIdentityProviderUnavailable;
  }
  constexpr std::array<std::string_view, 3> kOfTheClient = {"invalid_client", "unauthorized_client",
                                                            "invalid_request"};
  const bool is_of_client =
      std::find(kOfTheClient.begin(), kOfTheClient.end(), oauth_error) != kOfTheClient.end();
  return is_of_client ? ErrorCode::kOauthClientRejected : ErrorCode::kOauthCodeRejected;
}

Error token_error(const HttpReply& reply) {
  const std::string oauth_error = oauth_error_of(reply);
  return Error::of(code_of(reply.status, oauth_error),
                   "the token endpoint answered " + std::to_string(reply.status) +
                       (oauth_error.empty() ? "" : " " + oauth_error));
}

// 256 random bits: nobody was given that code.
std::string made_up_text() {
  std::array<char, 32> bytes{};
  random_bytes(bytes.data(), bytes.size());
  return base64url({bytes.data(), bytes.size()});
}

}  // namespace

OpenIdProvider::OpenIdProvider(HttpFetcher& http, IdClaimRules rules, std::string client_secret,
                               Clock clock)
    : http_(http),
      rules_(std::move(rules)),
      client_secret_(std::move(client_secret)),
      clock_(clock),
      discovery_(http, rules_.issuer, clock),
      keys_(http, clock) {}

Result<Person> OpenIdProvider::identify(const AuthorizationGrant& grant) {
  const auto provider = discovery_.metadata();
  if (!provider) return provider.error();
  // Before the code is spent: without keys the answer could not be read.
  const std::string& jwks_uri = (*provider)->jwks_uri;
  if (const auto ready = keys_.prepare(jwks_uri); !ready) return ready.error();

  const auto token = exchange(**provider, grant);
  if (!token) return token.error();
  const auto unverified = read_id_token(*token);
  if (!unverified) return unverified.error();
  const auto key = keys_.key(jwks_uri, unverified->kid, unverified->algorithm);
  if (!key) return key.error();
  if (const auto signature = verify_id_token_signature(*unverified, **key); !signature) {
    return signature.error();
  }
  return person_from_claims(unverified->claims.get(), rules_, grant.nonce, clock_());
}

Result<Done> OpenIdProvider::check_client(std::string_view redirect_uri) {
  const auto provider = discovery_.metadata();
  if (!provider) return provider.error();
  const std::string code = made_up_text();
  const std::string verifier = made_up_text();
  const auto token = exchange(**provider, {code, verifier, redirect_uri, ""});
  if (token || token.error().code == ErrorCode::kOauthCodeRejected) return Done{};
  return token.error();
}

// RFC 6749, section 4.1.3. The access token that comes along is not used and goes with the reply.
Result<std::string> OpenIdProvider::exchange(const ProviderMetadata& provider,
                                             const AuthorizationGrant& grant) {
  std::vector<FormField> form = {{"grant_type", "authorization_code"},
                                 {"code", grant.code},
                                 {"redirect_uri", grant.redirect_uri},
                                 {"code_verifier", grant.code_verifier}};
  std::optional<ClientCredentials> credentials;
  if (provider.takes_secret_in_body) {
    form.push_back({"client_id", rules_.client_id});
    form.push_back({"client_secret", client_secret_});
  } else {
    credentials = {rules_.client_id, client_secret_};
  }
  const auto reply = http_.post_form(provider.token_endpoint, form, credentials);
  if (!reply) return provider_unavailable(reply.error().detail);
  if (reply->status != 200) return token_error(*reply);

  const auto body = parse_json(reply->body);
  if (!body) return provider_unavailable("the token endpoint's answer is not JSON");
  const auto token = text_member(body->get(), "id_token");
  if (!token)
    return Error::of(ErrorCode::kOauthCodeRejected, "the token endpoint gave no ID token");
  return std::string(*token);
}

}  // namespace latchkey
