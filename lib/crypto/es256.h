// ECDSA over P-256 with SHA-256 (RFC 7518, section 3.4) with keys parsed once and kept: OpenSSL 3.0
// needs 0.3 ms to parse a key, 20 us to sign.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

#include "lib/base/handle.h"
#include "lib/base/result.h"

namespace latchkey {

using EvpKey = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;

// Coordinates of a public key as in a JWK (RFC 7518, section 6.2.1): base64url of 32 bytes each.
struct EcPublicJwk {
  std::string x;
  std::string y;
  std::string kid;  // RFC 7638 thumbprint, base64url(SHA-256)
};

// A new private key as unencrypted PKCS#8 PEM.
Result<std::string> es256_generate_pem();

// PKCS#8 or SEC 1, unencrypted; the public half is checked to belong to the private one.
Result<EvpKey> es256_private_key_from_pem(std::string_view pem);
// Fails where a coordinate is not base64url of 32 bytes or the point is not on the curve.
Result<EvpKey> es256_public_key_from_jwk(std::string_view x, std::string_view y);
Result<EcPublicJwk> es256_public_jwk(const EVP_PKEY& key);

// 64 bytes, r and s, each 32 bytes big-endian. Fails only without memory or with a wrong key.
Result<std::string> es256_sign(const EVP_PKEY& key, std::string_view message);
bool es256_verify(const EVP_PKEY& key, std::string_view message, std::string_view signature);

}  // namespace latchkey
