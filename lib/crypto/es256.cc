#include "lib/crypto/es256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <array>

#include "lib/crypto/crypto.h"

namespace latchkey {
namespace {

constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kMaxDerSignatureBytes = 72;  // two INTEGERs of 33 bytes, with their heads

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;

// OpenSSL counts references in a key and takes it non-const even where it only reads.
EVP_PKEY* mutable_key(const EVP_PKEY& key) { return const_cast<EVP_PKEY*>(&key); }

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Empties OpenSSL's error queue as well, or the next TLS error would be read as this one.
Error openssl_error(const char* what) {
  ERR_clear_error();
  return fail(ErrorCode::kInternal, what);
}

// base64url of a coordinate, zeroes in front kept.
std::string coordinate(const EVP_PKEY& key, const char* name) {
  BIGNUM* number = nullptr;
  if (!EVP_PKEY_get_bn_param(&key, name, &number)) return {};
  const BigNumber owned(number);
  std::array<unsigned char, kCoordinateBytes> bytes;
  if (BN_bn2binpad(number, bytes.data(), kCoordinateBytes) < 0) return {};
  return base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// The signature as ECDSA_SIG in DER (RFC 3279, section 2.2.3), the form EVP takes; 0 on failure.
std::size_t to_der(std::string_view signature,
                   std::array<unsigned char, kMaxDerSignatureBytes>& der) {
  const Signature parts(ECDSA_SIG_new());
  BigNumber r(BN_bin2bn(bytes_of(signature), kCoordinateBytes, nullptr));
  BigNumber s(BN_bin2bn(bytes_of(signature) + kCoordinateBytes, kCoordinateBytes, nullptr));
  if (!parts || !r || !s || !ECDSA_SIG_set0(parts.get(), r.get(), s.get())) return 0;
  static_cast<void>(r.release());  // owned by `parts` now
  static_cast<void>(s.release());
  unsigned char* end = der.data();
  const int size = i2d_ECDSA_SIG(parts.get(), &end);
  return size < 0 ? 0 : static_cast<std::size_t>(size);
}

}  // namespace

Result<EvpKey> es256_public_key_from_jwk(std::string_view x, std::string_view y) {
  const auto x_bytes = from_base64url(x);
  const auto y_bytes = from_base64url(y);
  if (!x_bytes || x_bytes->size() != kCoordinateBytes || !y_bytes ||
      y_bytes->size() != kCoordinateBytes) {
    return fail(ErrorCode::kInternal, "a coordinate is not base64url of 32 bytes");
  }
  std::string point = '\x04' + *x_bytes + *y_bytes;  // uncompressed (SEC 1, section 2.3.3)
  std::string group = SN_X9_62_prime256v1;
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};

  const KeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    return openssl_error("not a point of P-256");
  }
  EvpKey key(made);
  const KeyContext checker(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (!checker || EVP_PKEY_public_check(checker.get()) != 1) {
    return openssl_error("not a point of P-256");
  }
  return key;
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
  std::array<unsigned char, kMaxDerSignatureBytes> der;
  std::size_t der_size = der.size();
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mutable_key(key), nullptr));
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), der.data(), &der_size, digest.data(), digest.size()) != 1) {
    return openssl_error("signing failed");
  }

  const unsigned char* start = der.data();
  const Signature parts(d2i_ECDSA_SIG(nullptr, &start, static_cast<long>(der_size)));
  std::string signature(kSignatureBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (!parts || BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), out, kCoordinateBytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), out + kCoordinateBytes, kCoordinateBytes) < 0) {
    return openssl_error("signing gave no signature of P-256");
  }
  return signature;
}

bool es256_verify(const EVP_PKEY& key, std::string_view message, std::string_view signature) {
  if (signature.size() != kSignatureBytes) return false;
  std::array<unsigned char, kMaxDerSignatureBytes> der;
  const std::size_t der_size = to_der(signature, der);
  const Sha256 digest = sha256(message);
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, mutable_key(key), nullptr));
  const bool is_valid =
      der_size > 0 && context && EVP_PKEY_verify_init(context.get()) == 1 &&
      EVP_PKEY_verify(context.get(), der.data(), der_size, digest.data(), digest.size()) == 1;
  if (!is_valid) ERR_clear_error();
  return is_valid;
}

}  // namespace latchkey
