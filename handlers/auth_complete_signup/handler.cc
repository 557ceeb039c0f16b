#include "handlers/auth_complete_signup/handler.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "lib/api/client.h"
#include "lib/api/user_account.h"
#include "lib/base/clock.h"
#include "lib/crypto/refresh_token.h"
#include "lib/http/input.h"
#include "lib/http/limits.h"
#include "lib/openid/provider_client.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

// RFC 7636, section 4.1.
constexpr std::string_view kVerifierAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

struct SignUpInput {
  std::string code;
  std::string code_verifier;
  std::string redirect_uri;
  std::string nonce;
};

Result<SignUpInput> read_input(const Request& request, const std::vector<std::string>& uris) {
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  SignUpInput input;
  input.code = reader.text("code", 1, kMaxCode);
  input.code_verifier = reader.text("codeVerifier", kMinVerifier, kMaxVerifier);
  if (input.code_verifier.find_first_not_of(kVerifierAlphabet) != std::string::npos) {
    reader.complain("codeVerifier", "may have letters, digits and -._~ only");
  }
  input.redirect_uri = reader.text("redirectUri", 1, kMaxUrl);
  if (!input.redirect_uri.empty() &&
      std::find(uris.begin(), uris.end(), input.redirect_uri) == uris.end()) {
    reader.complain("redirectUri", "is not one of the registered addresses");
  }
  input.nonce = reader.text("nonce", kMinNonce, kMaxNonce);
  if (const auto read = reader.finish(); !read) return read.error();
  return input;
}

}  // namespace

Result<AuthCompleteSignup> AuthCompleteSignup::create(Services& services) {
  const Config& config = services.config;
  const std::string& issuer = config.text(Key::kOidcIssuer);
  auto signer = access_token_signer(config);
  if (!signer) return signer.error();
  auto http = provider_client(issuer, config.text(Key::kOidcCaFile));
  if (!http) return http.error();
  OpenIdProvider provider(
      **http, {issuer, config.text(Key::kOidcClientId), config.text(Key::kGoogleHostedDomain)},
      config.text(Key::kOidcClientSecret), system_clock);
  const SignUpRules rules{config.number(Key::kRefreshTtl), config.number(Key::kSessionMaxAge),
                          config.number(Key::kSignupCredits)};
  return AuthCompleteSignup{services.db,
                            std::move(*http),
                            std::move(provider),
                            config.list(Key::kOidcRedirectUris),
                            std::move(*signer),
                            rules,
                            refresh_transport(config)};
}

Result<Response> handle_auth_complete_signup(const Request& request, AuthCompleteSignup& context) {
  const auto input = read_input(request, context.redirect_uris);
  if (!input) return input.error();
  const auto person = context.provider.identify(
      {input->code, input->code_verifier, input->redirect_uri, input->nonce});
  if (!person) return person.error();

  const RefreshToken refresh_token = RefreshToken::random();
  const Identity identity{person->issuer, person->subject, person->email, person->full_name,
                          person->avatar_url};
  const auto session = create_account_atomic(context.db, identity, refresh_token.hash(),
                                             context.rules, client_of(request));
  if (!session) return session.error();

  const UserAccount& who = session->who;
  const std::int64_t life = context.signer.life(session->refresh_expires_in);
  const auto access_token = context.signer.sign(
      {who.user_id, session->session_id, who.account_id, who.onboarding_completed}, life);
  if (!access_token) return access_token.error();
  const IssuedTokens tokens{*access_token, refresh_token.text(), life, session->refresh_expires_in};
  JsonObject json = context.transport.members(tokens);
  add_user_account(json, who);
  json.boolean("created", session->created);
  Response response = context.transport.reply(json, tokens);
  response.happened = {session->created ? Event::kSignUp : Event::kSignIn};
  return response;
}

}  // namespace latchkey
