// Tokens as an attacker or a careless issuer could make them, signed with a real key.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/crypto/crypto.h"
#include "lib/crypto/es256.h"
#include "lib/json/json.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

inline constexpr UnixSeconds kNow = 1'800'000'000;
inline constexpr const char* kIssuer = "https://app.example.com";
inline constexpr const char* kAudience = "https://api.example.com";
inline constexpr const char* kUser = "7f3c1a52-0c1d-4d8e-9b3a-000000000001";
inline constexpr const char* kSession = "7f3c1a52-0c1d-4d8e-9b3a-000000000002";
inline constexpr const char* kAccount = "7f3c1a52-0c1d-4d8e-9b3a-000000000003";

inline AccessTokenSettings settings() { return {kIssuer, kAudience}; }

// The clock of the tests, set by them.
inline UnixSeconds clock_time = kNow;
inline UnixSeconds test_clock() { return clock_time; }

// A private key with its public half.
struct KeyPair {
  std::string pem = *es256_generate_pem();
  EvpKey key = std::move(*es256_private_key_from_pem(pem));
  EcPublicJwk jwk = *es256_public_jwk(*key);

  // `extra`: further members, `"alg":"ES256"` and the like.
  [[nodiscard]] std::string jwk_text(std::string_view extra = {}) const {
    std::string text = JsonObject()
                           .text("kty", "EC")
                           .text("crv", "P-256")
                           .text("x", jwk.x)
                           .text("y", jwk.y)
                           .text("kid", jwk.kid)
                           .str();
    if (!extra.empty()) text.insert(text.size() - 1, "," + std::string(extra));
    return text;
  }
  [[nodiscard]] std::string jwks() const { return R"({"keys":[)" + jwk_text() + "]}"; }

  [[nodiscard]] std::string header() const {
    return R"({"alg":"ES256","typ":"at+jwt","kid":")" + jwk.kid + R"("})";
  }

  [[nodiscard]] std::string signature_of(std::string_view text) const {
    return base64url(*es256_sign(*key, text));
  }

  // The token with these two texts, whatever they are.
  [[nodiscard]] std::string token(std::string_view header_text, std::string_view payload) const {
    const std::string text = base64url(header_text) + "." + base64url(payload);
    return text + "." + signature_of(text);
  }
};

// A payload that is right at kNow, as JSON text; `change` of a member replaces, adds or (with an
// empty value) drops one.
class Payload {
 public:
  Payload& change(const std::string& name, const std::string& json) {
    for (auto& [known, value] : members_) {
      if (known == name) {
        value = json;
        return *this;
      }
    }
    members_.emplace_back(name, json);
    return *this;
  }
  Payload& drop(const std::string& name) { return change(name, ""); }

  [[nodiscard]] std::string str() const {
    std::string text;
    for (const auto& [name, value] : members_) {
      if (!value.empty()) text += (text.empty() ? "{\"" : ",\"") + name + "\":" + value;
    }
    return text + "}";
  }

 private:
  static std::string quoted(const char* text) { return '"' + std::string(text) + '"'; }

  std::vector<std::pair<std::string, std::string>> members_ = {{"iss", quoted(kIssuer)},
                                                               {"aud", quoted(kAudience)},
                                                               {"sub", quoted(kUser)},
                                                               {"sid", quoted(kSession)},
                                                               {"account_id", quoted(kAccount)},
                                                               {"onboarding_completed", "true"},
                                                               {"client_id", "\"latchkey-web\""},
                                                               {"iat", std::to_string(kNow)},
                                                               {"exp", std::to_string(kNow + 900)},
                                                               {"jti", "\"x\""}};
};

}  // namespace latchkey
