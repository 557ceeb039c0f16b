#include <algorithm>
#include <array>
#include <utility>

#include "lib/json/json.h"
#include "lib/jwt/access_token.h"

namespace latchkey {
namespace {

// 128 random bits.
std::string random_id() {
  std::array<char, 16> bytes;
  random_bytes(bytes.data(), bytes.size());
  return base64url({bytes.data(), bytes.size()});
}

}  // namespace

Result<AccessTokenSigner> AccessTokenSigner::create(std::string_view pem,
                                                    AccessTokenSettings settings, std::int64_t ttl,
                                                    Clock clock) {
  auto key = es256_private_key_from_pem(pem);
  if (!key) return key.error();
  const auto jwk = es256_public_jwk(**key);
  if (!jwk) return jwk.error();

  AccessTokenSigner signer;
  signer.key_ = std::move(*key);
  signer.header_ = base64url(
      JsonObject().text("alg", "ES256").text("typ", "at+jwt").text("kid", jwk->kid).str());
  signer.settings_ = std::move(settings);
  signer.ttl_ = ttl;
  signer.clock_ = clock;
  return signer;
}

std::int64_t AccessTokenSigner::life(std::int64_t session_left) const {
  return std::clamp<std::int64_t>(session_left, 1, ttl_);
}

Result<std::string> AccessTokenSigner::sign(const AccessClaims& claims,
                                            std::optional<std::int64_t> life) const {
  const UnixSeconds now = clock_();
  std::string token = header_ + '.' +
                      base64url(JsonObject()
                                    .text("iss", settings_.issuer)
                                    .text("aud", settings_.audience)
                                    .text("sub", claims.user_id)
                                    .text("sid", claims.session_id)
                                    .text("account_id", claims.account_id)
                                    .boolean("onboarding_completed", claims.onboarding_completed)
                                    .text("client_id", kClientId)
                                    .number("iat", now)
                                    .number("exp", now + life.value_or(ttl_))
                                    .text("jti", random_id())
                                    .str());
  const auto signature = es256_sign(*key_, token);
  if (!signature) return signature.error();
  return token + '.' + base64url(*signature);
}

}  // namespace latchkey
