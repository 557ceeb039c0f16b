// Latchkey's own access tokens: JWT, ES256, typ at+jwt (RFC 9068), in strict compact JWS
// (RFC 7515). Signer and verifier are apart: most workers only verify.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/crypto/es256.h"

namespace latchkey {

inline constexpr std::size_t kAccessTokenMaxBytes = 4096;
inline constexpr std::string_view kClientId = "latchkey-web";
inline constexpr UnixSeconds kClockSkewSeconds = 30;
inline constexpr std::size_t kRememberedTokens = 8192;  // by one verifier, 2 to 3 MB when full

// What an access token says of its bearer. The three ids are UUIDs.
struct AccessClaims {
  std::string user_id;     // sub
  std::string session_id;  // sid
  std::string account_id;
  bool onboarding_completed = false;
  UnixSeconds expires_at = 0;  // exp; the signer sets it and ignores what is here
};

struct AccessTokenSettings {
  std::string issuer;    // LATCHKEY_PUBLIC_URL
  std::string audience;  // LATCHKEY_AUDIENCE, or the issuer
};

class AccessTokenSigner {
 public:
  // `pem`: the private key. `ttl` in seconds.
  static Result<AccessTokenSigner> create(std::string_view pem, AccessTokenSettings settings,
                                          std::int64_t ttl, Clock clock);
  // A compact JWS with iat = now, exp = now + `life` seconds (ttl unless said) and a random jti.
  [[nodiscard]] Result<std::string> sign(const AccessClaims& claims,
                                         std::optional<std::int64_t> life = {}) const;
  // For how many seconds a token of a session is good that has `session_left` seconds to go: it
  // does not outlive its session, of whose end by age auth-verify hears nothing.
  [[nodiscard]] std::int64_t life(std::int64_t session_left) const;

 private:
  AccessTokenSigner() = default;
  EvpKey key_;
  std::string header_;  // base64url of the protected header, the same for every token
  AccessTokenSettings settings_;
  std::int64_t ttl_ = 0;
  Clock clock_ = nullptr;
};

class AccessTokenVerifier {
 public:
  // `jwks`: text of the JWK set (RFC 7517) that `latchkey keys` writes; only EC P-256 keys with a
  // kid are taken; none at all is an error.
  static Result<AccessTokenVerifier> create(std::string_view jwks, AccessTokenSettings settings,
                                            Clock clock);
  // kAccessTokenInvalid for anything that is not a token of ours; kAccessTokenExpired for one whose
  // time is over. Verified tokens are remembered (bounded, by SHA-256) until exp.
  Result<AccessClaims> verify(std::string_view token);

  // How many tokens are remembered now: at most kRememberedTokens.
  [[nodiscard]] std::size_t remembered() const { return verified_.size(); }

 private:
  AccessTokenVerifier() = default;
  Result<AccessClaims> verify_anew(std::string_view token, UnixSeconds now) const;
  void remember(const Sha256& digest, const AccessClaims& claims, UnixSeconds now);

  struct DigestHash {
    std::size_t operator()(const Sha256& digest) const noexcept;
  };
  std::map<std::string, EvpKey, std::less<>> keys_;  // by kid
  AccessTokenSettings settings_;
  Clock clock_ = nullptr;
  std::unordered_map<Sha256, AccessClaims, DigestHash> verified_;
};

}  // namespace latchkey
