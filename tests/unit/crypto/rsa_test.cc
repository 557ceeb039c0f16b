#include "lib/crypto/rsa.h"

#include <string>

#include "tests/fakes/rsa_key.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(RsaPublicKey){};

TEST(RsaPublicKey, JwkBecomesAKey) {
  const auto key = rsa_public_key_from_jwk(provider_key().n(), provider_key().e());

  CHECK_TRUE(key.has_value());
  LONGS_EQUAL(2048, EVP_PKEY_get_bits(key->get()));
}

TEST(RsaPublicKey, ZeroByteInFrontDoesNotCount) {
  const std::string n = base64url(std::string(1, '\0') + *from_base64url(provider_key().n()));

  CHECK_TRUE(rsa_public_key_from_jwk(n, "AQAB").has_value());
}

TEST(RsaPublicKey, SizeOfTheModulusIsBounded) {
  const auto is_taken = [](std::size_t bytes) {
    return rsa_public_key_from_jwk(base64url(std::string(bytes, '\xFF')), "AQAB").has_value();
  };

  CHECK_FALSE(is_taken(255));
  CHECK_TRUE(is_taken(256));
  CHECK_TRUE(is_taken(1024));
  CHECK_FALSE(is_taken(1025));
  CHECK_FALSE(is_taken(100'000));
}

TEST(RsaPublicKey, UnsoundNumbersAreRefused) {
  const std::string n = provider_key().n();
  std::string even = *from_base64url(n);
  even.back() = '\x02';

  CHECK_FALSE(rsa_public_key_from_jwk(base64url(even), "AQAB").has_value());
  for (const char* e : {"", "AA", "AQ", "Ag", "AQAA", "AQAB=", "AQAB!", "AQAAAAAAAAAB"}) {
    CHECK_FALSE(rsa_public_key_from_jwk(n, e).has_value());
  }
  CHECK_FALSE(rsa_public_key_from_jwk("", "AQAB").has_value());
  CHECK_FALSE(rsa_public_key_from_jwk(n + "+", "AQAB").has_value());
}

}  // namespace latchkey
