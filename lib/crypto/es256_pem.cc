// Private keys as PEM: making and reading them.
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include <limits>
#include <memory>

#include "lib/crypto/ec.h"
#include "lib/crypto/es256.h"

namespace latchkey {
namespace {

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

// In the place of OpenSSL's own, which would ask for the passphrase on the terminal.
int no_passphrase(char* /*out*/, int /*size*/, int /*is_writing*/, void* /*context*/) { return -1; }

bool is_p256(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "EC") && is_on_curve(*key, kP256); }

bool is_consistent(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context && EVP_PKEY_pairwise_check(context.get()) == 1;
}

}  // namespace

Result<std::string> es256_generate_pem() {
  const EvpKey key(EVP_EC_gen("P-256"));
  const Bio out(BIO_new(BIO_s_mem()));
  if (!key || !out ||
      !PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr)) {
    return openssl_error("making a P-256 key failed");
  }
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return std::string(text, static_cast<std::size_t>(size));
}

Result<EvpKey> es256_private_key_from_pem(std::string_view pem) {
  if (pem.size() > std::numeric_limits<int>::max()) return openssl_error("not a PEM private key");
  const Bio in(BIO_new_mem_buf(pem.empty() ? "" : pem.data(), static_cast<int>(pem.size())));
  if (!in) return openssl_error("no memory for a key");
  EvpKey key(PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr));
  if (!key) return openssl_error("not an unencrypted PEM private key");
  if (!is_p256(key.get())) return openssl_error("not a P-256 key");
  if (!is_consistent(key.get()))
    return openssl_error("the private key and its public half disagree");
  return key;
}

}  // namespace latchkey
