#include "lib/crypto/jws_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/rsa.h>

#include <array>
#include <string>

#include "lib/crypto/crypto.h"
#include "lib/crypto/ec.h"
#include "lib/crypto/rsa.h"

namespace latchkey {
namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;

struct Row {
  std::string_view name;
  JwsAlgorithm algorithm;
  const char* key_type;            // as OpenSSL names it
  const char* digest;              // nullptr: the algorithm brings its own
  const EcCurve* curve = nullptr;  // of an EC key
};

constexpr std::array kRows = {
    Row{"RS256", JwsAlgorithm::kRs256, "RSA", "SHA256"},
    Row{"PS256", JwsAlgorithm::kPs256, "RSA", "SHA256"},
    Row{"ES256", JwsAlgorithm::kEs256, "EC", "SHA256", &kP256},
    Row{"ES384", JwsAlgorithm::kEs384, "EC", "SHA384", &kP384},
    Row{"EdDSA", JwsAlgorithm::kEdDsa, "ED25519", nullptr},
};

const Row& row_of(JwsAlgorithm algorithm) { return kRows[static_cast<std::size_t>(algorithm)]; }

constexpr bool in_order_of_algorithms() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].algorithm) != i) return false;
  }
  return true;
}
static_assert(in_order_of_algorithms());

Result<EvpKey> ed25519_key(std::string_view x) {
  const auto bytes = from_base64url(x);
  // OpenSSL takes any length of a raw key that is long enough for others of its family.
  if (!bytes || bytes->size() != 32) return Error::of(ErrorCode::kInternal, "not a key of Ed25519");
  EvpKey key(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, bytes_of(*bytes), 32));
  if (!key) return openssl_error("not a key of Ed25519");
  return key;
}

// PSS with a salt as long as the digest (RFC 7518, section 3.5). MGF1 takes the same digest.
bool set_pss(EVP_PKEY_CTX* context) {
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool verify(const Row& row, const EVP_PKEY& key, std::string_view message,
            std::string_view signature) {
  const DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* options = nullptr;  // owned by `context`
  return context &&
         EVP_DigestVerifyInit_ex(context.get(), &options, row.digest, nullptr, nullptr,
                                 mutable_key(key), nullptr) == 1 &&
         (row.algorithm != JwsAlgorithm::kPs256 || set_pss(options)) &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                          message.size()) == 1;
}

}  // namespace

std::optional<JwsAlgorithm> jws_algorithm(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.algorithm;
  }
  return std::nullopt;
}

Result<EvpKey> public_key_from_jwk(const JwkMembers& jwk) {
  if (jwk.kty == "RSA") return rsa_public_key_from_jwk(jwk.n, jwk.e);
  if (jwk.kty == "EC" && jwk.crv == "P-256") return ec_public_key_from_jwk(kP256, jwk.x, jwk.y);
  if (jwk.kty == "EC" && jwk.crv == "P-384") return ec_public_key_from_jwk(kP384, jwk.x, jwk.y);
  if (jwk.kty == "OKP" && jwk.crv == "Ed25519") return ed25519_key(jwk.x);
  return Error::of(ErrorCode::kInternal, "not a type of key that signs ID tokens");
}

bool is_key_for(JwsAlgorithm algorithm, const EVP_PKEY& key) {
  const Row& row = row_of(algorithm);
  return EVP_PKEY_is_a(&key, row.key_type) == 1 && (!row.curve || is_on_curve(key, *row.curve));
}

bool jws_verify(JwsAlgorithm algorithm, const EVP_PKEY& key, std::string_view message,
                std::string_view signature) {
  if (!is_key_for(algorithm, key)) return false;
  const Row& row = row_of(algorithm);
  bool is_valid = false;
  if (row.curve) {
    const DerSignature der = ec_signature_in_der(*row.curve, signature);
    is_valid = der.size > 0 && verify(row, key, message, der.view());
  } else {
    is_valid = verify(row, key, message, signature);
  }
  if (!is_valid) ERR_clear_error();
  return is_valid;
}

}  // namespace latchkey
