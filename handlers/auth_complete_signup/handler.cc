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
#include "lib/openid/from_config.h"
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
    reader.report("codeVerifier", "may have letters, digits and -._~ only");
  }
  input.redirect_uri = reader.text("redirectUri", 1, kMaxUrl);
  if (!input.redirect_uri.empty() &&
      std::find(uris.begin(), uris.end(), input.redirect_uri) == uris.end()) {
    reader.report("redirectUri", "is not one of the registered addresses");
  }
  input.nonce = reader.text("nonce", kMinNonce, kMaxNonce);
  if (const auto read = reader.finish(); !read) return read.error();
  return input;
}

}  // namespace

Result<AuthCompleteSignup> AuthCompleteSignup::create(Services& services) {
  ConfigReader& config = services.config;
  auto signer = access_token_signer(config);
  auto http = provider_fetcher(config);
  OpenIdClient client = openid_client(config);
  auto redirect_uris = config.list(Key::kOidcRedirectUris);
  const SignUpRules rules{config.number(Key::kRefreshTtl), config.number(Key::kSessionMaxAge),
                          config.number(Key::kSignupCredits)};
  RefreshTransport transport = refresh_transport(config);
  if (auto read = config.finish(); !read) return read.error();

  OpenIdProvider provider(*http, std::move(client), system_clock);
  return AuthCompleteSignup{
      services.db(),      std::move(http), std::move(provider), std::move(redirect_uris),
      std::move(*signer), rules,           std::move(transport)};
}

Result<Response> handle_auth_complete_signup(const Request& request, AuthCompleteSignup& context) {
  const auto input = read_input(request, context.redirect_uris);
  if (!input) return input.error();
  const auto person = context.provider.identify(
      {input->code, input->code_verifier, input->redirect_uri, input->nonce});
  if (!person) return person.error();

  const RefreshToken refresh_token = RefreshToken::random();
  const auto session = create_account_atomic(context.db, *person, refresh_token.hash(),
                                             context.rules, client_of(request));
  if (!session) return session.error();

  const UserAccount& who = session->who;
  const auto tokens = issue_tokens(
      context.signer, {who.user_id, session->session_id, who.account_id, who.onboarding_completed},
      refresh_token, session->refresh_expires_in);
  if (!tokens) return tokens.error();
  JsonObject json;
  add_user_account(json, who);
  json.boolean("created", session->created);
  Response response = context.transport.reply(*tokens, std::move(json));
  response.happened = {session->created ? Event::kSignUp : Event::kSignIn};
  return response;
}

}  // namespace latchkey
