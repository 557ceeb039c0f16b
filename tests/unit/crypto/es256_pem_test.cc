#include <openssl/pem.h>

#include <memory>
#include <string>

#include "lib/crypto/es256.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;

EvpKey new_key(const char* type) { return EvpKey(EVP_PKEY_Q_keygen(nullptr, nullptr, type)); }

EvpKey new_ec_key(const char* group) {
  return EvpKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", group));
}

// What `write` writes into a memory BIO.
template <typename Write>
std::string written(Write write) {
  const Bio out(BIO_new(BIO_s_mem()));
  CHECK_EQUAL(1, write(out.get()));
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

std::string pkcs8_of(EVP_PKEY* key) {
  return written([&](BIO* out) {
    return PEM_write_bio_PKCS8PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string sec1_der_of(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PrivateKey(key, &der);
  CHECK(size > 0);
  std::string text(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return text;
}

// Why the key is refused; empty where it is taken.
std::string error_of(std::string_view pem) {
  const auto key = es256_private_key_from_pem(pem);
  return key ? "" : key.error().detail;
}

}  // namespace

TEST_GROUP(Es256Pem) { EvpKey key = new_ec_key("P-256"); };

TEST(Es256Pem, NewKeysArePkcs8AndCanBeRead) {
  const auto pem = es256_generate_pem();

  CHECK_TRUE(pem->starts_with("-----BEGIN PRIVATE KEY-----\n"));
  CHECK_TRUE(pem->ends_with("-----END PRIVATE KEY-----\n"));
  CHECK_TRUE(es256_private_key_from_pem(*pem).has_value());
}

TEST(Es256Pem, Pkcs8AndSec1GiveTheSameKey) {
  const std::string sec1 = written([&](BIO* out) {
    return PEM_write_bio_PrivateKey_traditional(out, key.get(), nullptr, nullptr, 0, nullptr,
                                                nullptr);
  });

  CHECK_TRUE(sec1.starts_with("-----BEGIN EC PRIVATE KEY-----\n"));
  STRCMP_EQUAL(es256_public_jwk(**es256_private_key_from_pem(pkcs8_of(key.get())))->kid.c_str(),
               es256_public_jwk(**es256_private_key_from_pem(sec1))->kid.c_str());
}

TEST(Es256Pem, OtherKindsOfKeysAreRefused) {
  for (const auto& other : {new_ec_key("P-384"), new_ec_key("secp256k1"), new_key("ED25519")}) {
    STRCMP_EQUAL("not a P-256 key", error_of(pkcs8_of(other.get())).c_str());
  }
}

TEST(Es256Pem, WhatIsNoPrivateKeyIsRefused) {
  const std::string public_pem =
      written([&](BIO* out) { return PEM_write_bio_PUBKEY(out, key.get()); });
  const std::string pem = pkcs8_of(key.get());

  for (const auto& bad : {std::string(), std::string("key"), public_pem, pem.substr(0, 100)}) {
    STRCMP_EQUAL("not an unencrypted PEM private key", error_of(bad).c_str());
  }
}

TEST(Es256Pem, AnEncryptedKeyIsRefusedWithoutAskingForThePassphrase) {
  const std::string encrypted = written([&](BIO* out) {
    return PEM_write_bio_PKCS8PrivateKey(out, key.get(), EVP_aes_128_cbc(), "secret", 6, nullptr,
                                         nullptr);
  });

  STRCMP_EQUAL("not an unencrypted PEM private key", error_of(encrypted).c_str());
}

TEST(Es256Pem, HalvesOfTwoKeysAreRefused) {
  const std::string one = sec1_der_of(key.get());
  const std::string other = sec1_der_of(new_ec_key("P-256").get());
  // RFC 5915: SEQUENCE, version 1, then the private half, 32 bytes behind the first 7.
  std::string mixed = one.substr(0, 7) + other.substr(7, 32) + one.substr(39);
  auto* bytes = reinterpret_cast<unsigned char*>(mixed.data());
  const std::string pem = written([&](BIO* out) {
    return PEM_write_bio(out, "EC PRIVATE KEY", "", bytes, static_cast<long>(mixed.size())) > 0;
  });

  STRCMP_EQUAL("the private key and its public half disagree", error_of(pem).c_str());
}

}  // namespace latchkey
