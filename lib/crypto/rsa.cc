#include "lib/crypto/rsa.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <memory>

#include "lib/base/handle.h"
#include "lib/crypto/crypto.h"
#include "lib/crypto/ec.h"

namespace latchkey {
namespace {

using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using ParamBuilder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;

constexpr std::size_t kMaxNumberBytes = 8192 / 8 + 1;  // some issuers write a leading zero byte
constexpr int kMinModulusBits = 2048;
constexpr int kMaxModulusBits = 8192;
constexpr int kMaxExponentBits = 64;

BigNumber number_from_base64url(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->empty() || bytes->size() > kMaxNumberBytes) return nullptr;
  return BigNumber(BN_bin2bn(bytes_of(*bytes), static_cast<int>(bytes->size()), nullptr));
}

// OpenSSL would take an exponent of 1 as well, with which every signature is its own message.
bool is_sound(const BIGNUM& modulus, const BIGNUM& exponent) {
  const int bits = BN_num_bits(&modulus);
  return bits >= kMinModulusBits && bits <= kMaxModulusBits && BN_is_odd(&modulus) &&
         BN_is_odd(&exponent) && !BN_is_one(&exponent) &&
         BN_num_bits(&exponent) <= kMaxExponentBits;
}

EvpKey make_key(const BIGNUM& modulus, const BIGNUM& exponent) {
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder || !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, &modulus) ||
      !OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, &exponent)) {
    return nullptr;
  }
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
    return nullptr;
  }
  return EvpKey(key);
}

}  // namespace

Result<EvpKey> rsa_public_key_from_jwk(std::string_view n, std::string_view e) {
  const BigNumber modulus = number_from_base64url(n);
  const BigNumber exponent = number_from_base64url(e);
  if (!modulus || !exponent)
    return Error::of(ErrorCode::kInternal, "RSA key: n or e is not a number");
  if (!is_sound(*modulus, *exponent))
    return Error::of(ErrorCode::kInternal, "RSA key: weak n or e");
  EvpKey key = make_key(*modulus, *exponent);
  if (!key) return openssl_error("RSA key: refused by OpenSSL");
  return key;
}

}  // namespace latchkey
