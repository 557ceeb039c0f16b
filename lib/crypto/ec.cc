#include "lib/crypto/ec.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>

#include <string>
#include <utility>

#include "lib/crypto/crypto.h"

namespace latchkey {
namespace {

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;
using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;

}  // namespace

Error openssl_error(const char* what) {
  ERR_clear_error();
  return Error::of(ErrorCode::kInternal, what);
}

Result<EvpKey> ec_public_key_from_jwk(const EcCurve& curve, std::string_view x,
                                      std::string_view y) {
  const auto x_bytes = from_base64url(x);
  const auto y_bytes = from_base64url(y);
  if (!x_bytes || x_bytes->size() != curve.coordinate_bytes || !y_bytes ||
      y_bytes->size() != curve.coordinate_bytes) {
    return Error::of(ErrorCode::kInternal, "a coordinate is not base64url of the curve's length");
  }
  std::string point = '\x04' + *x_bytes + *y_bytes;  // uncompressed (SEC 1, section 2.3.3)
  std::string group = curve.group;
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};

  const KeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* made = nullptr;
  if (!maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_PUBLIC_KEY, params) != 1) {
    return openssl_error("not a point of the curve");
  }
  EvpKey key(made);
  const KeyContext checker(EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr));
  if (!checker || EVP_PKEY_public_check(checker.get()) != 1) {
    return openssl_error("not a point of the curve");
  }
  return key;
}

bool is_on_curve(const EVP_PKEY& key, const EcCurve& curve) {
  std::array<char, 32> group = {};
  return EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == curve.group;
}

DerSignature ec_signature_in_der(const EcCurve& curve, std::string_view signature) {
  DerSignature der;
  const std::size_t half = curve.coordinate_bytes;
  if (signature.size() != 2 * half) return der;
  const Signature parts(ECDSA_SIG_new());
  const auto bytes = static_cast<int>(half);
  BigNumber r(BN_bin2bn(bytes_of(signature), bytes, nullptr));
  BigNumber s(BN_bin2bn(bytes_of(signature) + half, bytes, nullptr));
  if (!parts || !r || !s || !ECDSA_SIG_set0(parts.get(), r.get(), s.get())) return der;
  static_cast<void>(r.release());  // owned by `parts` now
  static_cast<void>(s.release());
  unsigned char* end = der.bytes.data();
  const int size = i2d_ECDSA_SIG(parts.get(), &end);
  der.size = size < 0 ? 0 : static_cast<std::size_t>(size);
  return der;
}

}  // namespace latchkey
