// Public keys of others that verify signatures of a JWS (RFC 7515), made once from the members of a
// JWK and kept: OpenSSL 3.0 needs 0.4 ms to read a key from PEM, 24 us to verify RS256 with one.
//
// Which algorithm a signature has is the caller's to say, and a key serves those of its own type
// only: there is no HMAC here that a public key could be the secret of, and no "none".
#pragma once

#include <optional>
#include <string_view>

#include "lib/base/result.h"
#include "lib/crypto/es256.h"  // EvpKey

namespace latchkey {

// RFC 7518, section 3.1; EdDSA by Ed25519 (RFC 8037).
enum class JwsAlgorithm { kRs256, kPs256, kEs256, kEs384, kEdDsa };

std::optional<JwsAlgorithm> jws_algorithm(std::string_view name);

// The members that make a public key, encoded as in the JWK; empty where there is none.
struct JwkMembers {
  std::string_view kty;
  std::string_view crv;
  std::string_view n;
  std::string_view e;
  std::string_view x;
  std::string_view y;
};

// kInternal where the key is of none of the types above, or not sound: see rsa.h; a point that is
// not on its curve.
Result<EvpKey> public_key_from_jwk(const JwkMembers& jwk);

// Whether the key is of the type that signs so: RSA, P-256, P-384 or Ed25519.
bool is_key_for(JwsAlgorithm algorithm, const EVP_PKEY& key);

// False also where the key is of another type. `signature` in the form of RFC 7518.
bool jws_verify(JwsAlgorithm algorithm, const EVP_PKEY& key, std::string_view message,
                std::string_view signature);

}  // namespace latchkey
