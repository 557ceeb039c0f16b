// Our signer and verifier as a program, for tests against foreign implementations.
//   token_tool sign --key FILE --issuer I --audience A [--onboarded] [--ttl N] USER SESSION ACCOUNT
//     prints a token
//   token_tool verify --jwks FILE --issuer I --audience A
//     reads a token from standard input, every byte of it, and prints its claims as JSON, or
//     {"error": "access_token_invalid" | "access_token_expired", "detail": …} and exits with 1
#include <CLI/CLI.hpp>
#include <iostream>
#include <iterator>
#include <string>

#include "lib/base/file.h"
#include "lib/json/json.h"
#include "lib/jwt/access_token.h"

namespace {

using latchkey::AccessClaims;
using latchkey::Error;
using latchkey::ErrorCode;
using latchkey::JsonObject;

struct Options {
  std::string file;
  latchkey::AccessTokenSettings settings;
  AccessClaims claims;
  std::int64_t ttl = 900;
};

int report(const Error& error) {
  const bool is_expired = error.code == ErrorCode::kAccessTokenExpired;
  std::cout << JsonObject()
                   .text("error", is_expired ? "access_token_expired" : "access_token_invalid")
                   .text("detail", error.detail)
                   .str()
            << '\n';
  return 1;
}

int sign(const Options& options) {
  const auto pem = latchkey::read_file(options.file);
  if (!pem) return report(pem.error());
  const auto signer = latchkey::AccessTokenSigner::create(*pem, options.settings, options.ttl,
                                                          latchkey::system_clock);
  if (!signer) return report(signer.error());
  const auto token = signer->sign(options.claims);
  if (!token) return report(token.error());
  std::cout << *token << '\n';
  return 0;
}

int verify(const Options& options) {
  const auto jwks = latchkey::read_file(options.file);
  if (!jwks) return report(jwks.error());
  auto verifier =
      latchkey::AccessTokenVerifier::create(*jwks, options.settings, latchkey::system_clock);
  if (!verifier) return report(verifier.error());
  const std::string token(std::istreambuf_iterator<char>(std::cin), {});
  const auto claims = verifier->verify(token);
  if (!claims) return report(claims.error());
  std::cout << JsonObject()
                   .text("sub", claims->user_id)
                   .text("sid", claims->session_id)
                   .text("account_id", claims->account_id)
                   .boolean("onboarding_completed", claims->onboarding_completed)
                   .number("exp", claims->expires_at)
                   .str()
            << '\n';
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Signs and verifies access tokens for tests.", "token_tool");
  app.require_subcommand(1);
  Options options;

  auto* const sign_command = app.add_subcommand("sign");
  sign_command->add_option("--key", options.file)->required();
  sign_command->add_flag("--onboarded", options.claims.onboarding_completed);
  sign_command->add_option("--ttl", options.ttl);
  sign_command->add_option("USER", options.claims.user_id)->required();
  sign_command->add_option("SESSION", options.claims.session_id)->required();
  sign_command->add_option("ACCOUNT", options.claims.account_id)->required();
  auto* const verify_command = app.add_subcommand("verify");
  verify_command->add_option("--jwks", options.file)->required();
  for (auto* const command : {sign_command, verify_command}) {
    command->add_option("--issuer", options.settings.issuer)->required();
    command->add_option("--audience", options.settings.audience)->required();
  }

  CLI11_PARSE(app, argc, argv);
  return sign_command->parsed() ? sign(options) : verify(options);
}
