#include "lib/crypto/es256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <array>

#include "lib/crypto/crypto.h"
#include "lib/crypto/ec.h"

namespace latchkey {
namespace {

constexpr std::size_t kCoordinateBytes = kP256.coordinate_bytes;
constexpr std::size_t kSignatureBytes = 2 * kCoordinateBytes;

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;

// base64url of a coordinate, zeroes in front kept.
std::string coordinate(const EVP_PKEY& key, const char* name) {
  BIGNUM* number = nullptr;
  if (!EVP_PKEY_get_bn_param(&key, name, &number)) return {};
  const BigNumber owned(number);
  std::array<unsigned char, kCoordinateBytes> bytes;
  if (BN_bn2binpad(number, bytes.data(), kCoordinateBytes) < 0) return {};
  return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace

Result<EvpKey> es256_public_key_from_jwk(std::string_view x, std::string_view y) {
  return ec_public_key_from_jwk(kP256, x, y);
}

Result<EcPublicJwk> es256_public_jwk(const EVP_PKEY& key) {
  EcPublicJwk jwk;
  jwk.x = coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X);
  jwk.y = coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y);
  if (jwk.x.empty() || jwk.y.empty()) return openssl_error("the key has no P-256 coordinates");
  // RFC 7638, section 3: the required members in alphabetical order, without white space.
  jwk.kid = base64url(
      sha256(R"({"crv":"P-256","kty":"EC","x":")" + jwk.x + R"(","y":")" + jwk.y + R"("})"));
  return jwk;
}

Result<std::string> es256_sign(const EVP_PKEY& key, std::string_view message) {
  const Sha256 digest = sha256(message);
  DerSignature der;
  der.size = der.bytes.size();
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mutable_key(key), nullptr));
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), der.bytes.data(), &der.size, digest.data(), digest.size()) !=
          1) {
    return openssl_error("signing failed");
  }

  const unsigned char* start = der.bytes.data();
  const Signature parts(d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(der.size)));
  std::string signature(kSignatureBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (!parts || BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), out, kCoordinateBytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), out + kCoordinateBytes, kCoordinateBytes) < 0) {
    return openssl_error("signing gave no signature of P-256");
  }
  return signature;
}

bool es256_verify(const EVP_PKEY& key, std::string_view message, std::string_view signature) {
  const DerSignature der = ec_signature_in_der(kP256, signature);
  const Sha256 digest = sha256(message);
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mutable_key(key), nullptr));
  const bool is_valid =
      der.size > 0 && context && EVP_PKEY_verify_init(context.get()) == 1 &&
      EVP_PKEY_verify(context.get(), der.bytes.data(), der.size, digest.data(), digest.size()) == 1;
  if (!is_valid) ERR_clear_error();
  return is_valid;
}

}  // namespace latchkey
