#include "lib/openid/token_endpoint.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxErrorWord = 64;

// The "error" of a token error response (RFC 6749, section 5.2) where it is fit for the log.
std::string oauth_error_of(const HttpReply& reply) {
  const auto body = parse_json(reply.body);
  const auto error = text_member(body ? body->get() : nullptr, "error").value_or("");
  const bool is_word = std::all_of(error.begin(), error.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  return error.size() <= kMaxErrorWord && is_word ? std::string(error) : "";
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

// A 401 that is about the code comes from a provider that knew the client.
bool refuses_client(const HttpReply& reply) {
  return reply.status == 401 && oauth_error_of(reply) != "invalid_grant";
}

}  // namespace

std::string_view TokenEndpoint::way_taken() const {
  if (!taken_) return {};
  return *taken_ == Way::kBasic ? "basic" : "post";
}

TokenEndpoint::Way TokenEndpoint::first_way(const ProviderMetadata& provider,
                                            const OpenIdClient& client) const {
  if (client.auth == ClientAuth::kBasic) return Way::kBasic;
  if (client.auth == ClientAuth::kPost) return Way::kPost;
  return taken_.value_or(provider.takes_secret_in_body_only ? Way::kPost : Way::kBasic);
}

Result<HttpReply> TokenEndpoint::ask(Way way, const ProviderMetadata& provider,
                                     const OpenIdClient& client, const AuthorizationGrant& grant) {
  std::vector<FormField> form = {{"grant_type", "authorization_code"},
                                 {"code", grant.code},
                                 {"redirect_uri", grant.redirect_uri},
                                 {"code_verifier", grant.code_verifier}};
  std::optional<ClientCredentials> credentials;
  if (way == Way::kBasic) {
    credentials = {client.rules.client_id, client.secret};
  } else {
    form.push_back({"client_id", client.rules.client_id});
    form.push_back({"client_secret", client.secret});
  }
  auto reply = http_.post_form(provider.token_endpoint, form, credentials);
  if (!reply) return provider_unavailable(reply.error().detail);
  if (!refuses_client(*reply)) taken_ = way;
  return reply;
}

// The first refusal counts where both ways are refused: it is of the way that the provider lists.
Result<HttpReply> TokenEndpoint::ask_both_ways(const ProviderMetadata& provider,
                                               const OpenIdClient& client,
                                               const AuthorizationGrant& grant) {
  const Way first = first_way(provider, client);
  auto reply = ask(first, provider, client, grant);
  if (!reply || !refuses_client(*reply) || client.auth != ClientAuth::kAuto) return reply;
  auto other = ask(first == Way::kBasic ? Way::kPost : Way::kBasic, provider, client, grant);
  return !other || !refuses_client(*other) ? other : reply;
}

Result<ProviderTokens> TokenEndpoint::exchange(const ProviderMetadata& provider,
                                               const OpenIdClient& client,
                                               const AuthorizationGrant& grant) {
  const auto reply = ask_both_ways(provider, client, grant);
  if (!reply) return reply.error();
  if (reply->status != 200) return token_error(*reply);

  const auto body = parse_json(reply->body);
  if (!body) return provider_unavailable("the token endpoint's answer is not JSON");
  const auto id_token = text_member(body->get(), "id_token");
  if (!id_token) {
    return Error::of(ErrorCode::kOauthCodeRejected, "the token endpoint gave no ID token");
  }
  return ProviderTokens{std::string(*id_token),
                        std::string(text_member(body->get(), "access_token").value_or(""))};
}

}  // namespace latchkey
