// An RSA key pair of a test's own: its public half as a JWK, its private half to sign with.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/handle.h"
#include "lib/crypto/crypto.h"

namespace latchkey {

class RsaKey {
 public:
  explicit RsaKey(unsigned bits = 2048) : key_(EVP_RSA_gen(bits)) {}

  [[nodiscard]] std::string n() const { return number(OSSL_PKEY_PARAM_RSA_N); }
  [[nodiscard]] std::string e() const { return number(OSSL_PKEY_PARAM_RSA_E); }
  [[nodiscard]] std::string jwk(std::string_view kid, std::string_view more = "") const {
    return R"({"kty":"RSA","kid":")" + std::string(kid) + R"(","n":")" + n() + R"(","e":")" + e() +
           "\"" + std::string(more) + "}";
  }

  // The public half, as a careless verifier might take it for the secret of an HMAC.
  [[nodiscard]] std::string pem() const {
    const std::unique_ptr<BIO, FreeWith<BIO_free_all>> out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PUBKEY(out.get(), key_.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }

  // RS256 (RFC 7518, section 3.3).
  [[nodiscard]] std::string sign(std::string_view message) const {
    const std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    std::size_t size = 0;
    EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context.get(), nullptr, &size, bytes, message.size());
    std::string signature(size, '\0');
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes,
                   message.size());
    return signature;
  }

 private:
  [[nodiscard]] std::string number(const char* name) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &value);
    const std::unique_ptr<BIGNUM, FreeWith<BN_free>> owned(value);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
    BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
    return base64url(bytes);
  }

  std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>> key_;
};

// Made once a program, since making one takes a tenth of a second.
inline const RsaKey& provider_key() {
  static const RsaKey key;
  return key;
}
inline const RsaKey& other_key() {
  static const RsaKey key;
  return key;
}

// A compact JWS (RFC 7515) of any header and payload, signed with `key`.
inline std::string jws(const RsaKey& key, std::string_view header, std::string_view payload) {
  const std::string signed_text = base64url(header) + '.' + base64url(payload);
  return signed_text + '.' + base64url(key.sign(signed_text));
}

}  // namespace latchkey
