// What elliptic curves have in common: keys from coordinates, and the two forms of a signature.
#pragma once

#include <openssl/obj_mac.h>

#include <array>
#include <cstddef>
#include <string_view>

#include "lib/base/result.h"
#include "lib/crypto/es256.h"  // EvpKey

namespace latchkey {

struct EcCurve {
  const char* group;             // as OpenSSL names it
  std::size_t coordinate_bytes;  // a signature as in RFC 7518 has twice as many
};
inline constexpr EcCurve kP256{SN_X9_62_prime256v1, 32};
inline constexpr EcCurve kP384{SN_secp384r1, 48};

// Coordinates as in a JWK. Fails where one is not base64url of as many bytes as the curve's have,
// or the point is not on the curve.
Result<EvpKey> ec_public_key_from_jwk(const EcCurve& curve, std::string_view x, std::string_view y);

// Precondition: an EC key.
bool is_on_curve(const EVP_PKEY& key, const EcCurve& curve);

// A signature as ECDSA_SIG in DER (RFC 3279, section 2.2.3), the form EVP takes.
struct DerSignature {
  // SEQUENCE of two INTEGERs, each of 49 bytes at most, with their heads.
  std::array<unsigned char, 104> bytes;
  std::size_t size = 0;

  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), size};
  }
};

// From r and s, each as long as a coordinate (RFC 7518, section 3.4). Empty where `signature` has
// another length.
DerSignature ec_signature_in_der(const EcCurve& curve, std::string_view signature);

// OpenSSL counts references in a key and takes it non-const even where it only reads.
inline EVP_PKEY* mutable_key(const EVP_PKEY& key) { return const_cast<EVP_PKEY*>(&key); }

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Empties OpenSSL's error queue as well, or the next TLS error would be read as this one.
Error openssl_error(const char* what);

}  // namespace latchkey
