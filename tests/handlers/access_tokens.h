// Access tokens for handler tests, signed with a key of the test's own.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "lib/base/clock.h"
#include "lib/crypto/es256.h"
#include "lib/http/request.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

inline constexpr std::string_view kUserId = "11111111-1111-4111-8111-111111111111";
inline constexpr std::string_view kSessionId = "22222222-2222-4222-8222-222222222222";
inline constexpr std::string_view kAccountId = "33333333-3333-4333-8333-333333333333";

class AccessTokens {
 public:
  AccessTokens() : pem_(*es256_generate_pem()) {}

  [[nodiscard]] AccessTokenSigner signer() const {
    return std::move(*AccessTokenSigner::create(pem_, settings(), 900, system_clock));
  }
  [[nodiscard]] AccessTokenVerifier verifier() const {
    const auto jwk = *es256_public_jwk(**es256_private_key_from_pem(pem_));
    const std::string jwks =
        R"({"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":")" + jwk.kid +
        R"(","x":")" + jwk.x + R"(","y":")" + jwk.y + R"("}]})";
    return std::move(*AccessTokenVerifier::create(jwks, settings(), system_clock));
  }
  // The value of an Authorization header: a token of kSessionId.
  [[nodiscard]] std::string bearer() const {
    const AccessClaims claims{std::string(kUserId), std::string(kSessionId),
                              std::string(kAccountId), true};
    return "Bearer " + *signer().sign(claims);
  }

 private:
  static AccessTokenSettings settings() { return {"https://app.example", "https://app.example"}; }

  std::string pem_;
};

}  // namespace latchkey
