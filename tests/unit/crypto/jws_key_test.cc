#include "lib/crypto/jws_key.h"

#include <openssl/rsa.h>

#include <array>
#include <string>
#include <utility>

#include "lib/crypto/crypto.h"
#include "lib/crypto/ec.h"
#include "lib/crypto/rsa.h"
#include "tests/fakes/rsa_key.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr std::array kAll = {JwsAlgorithm::kRs256, JwsAlgorithm::kPs256, JwsAlgorithm::kEs256,
                             JwsAlgorithm::kEs384, JwsAlgorithm::kEdDsa};

EvpKey rsa() { return std::move(*rsa_public_key_from_jwk(provider_key().n(), "AQAB")); }

}  // namespace

TEST_GROUP(JwsKey){};

TEST(JwsKey, AlgorithmsHaveTheNamesOfTheRegistry) {
  CHECK_EQ(jws_algorithm("RS256"), JwsAlgorithm::kRs256);
  CHECK_EQ(jws_algorithm("EdDSA"), JwsAlgorithm::kEdDsa);
  for (const char* other : {"", "none", "HS256", "RS384", "ES512", "es256", "EDDSA"}) {
    CHECK_FALSE_TEXT(jws_algorithm(other).has_value(), other);
  }
}

TEST(JwsKey, Ed25519VectorOfRfc8037Verifies) {
  const auto key = public_key_from_jwk(
      {"OKP", "Ed25519", "", "", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", ""});
  const std::string signature = *from_base64url(
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");

  CHECK_TRUE(key.has_value());
  constexpr std::string_view kText = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  CHECK_TRUE(jws_verify(JwsAlgorithm::kEdDsa, **key, kText, signature));
  CHECK_FALSE(jws_verify(JwsAlgorithm::kEdDsa, **key, "another text", signature));
}

TEST(JwsKey, EveryKeyServesItsOwnTypeOnly) {
  const EvpKey key = rsa();
  const std::string signature = provider_key().sign("text");

  for (const JwsAlgorithm algorithm : kAll) {
    CHECK_EQUAL(algorithm == JwsAlgorithm::kRs256, jws_verify(algorithm, *key, "text", signature));
  }
}

TEST(JwsKey, KeysThatAreNotWhatTheySayAreRefused) {
  constexpr std::string_view kX = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4";
  constexpr std::string_view kY = "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM";
  CHECK_TRUE(public_key_from_jwk({"EC", "P-256", "", "", kX, kY}).has_value());
  for (const JwkMembers& jwk :
       {JwkMembers{"EC", "P-384", "", "", kX, kY}, JwkMembers{"EC", "P-256", "", "", kX, kX},
        JwkMembers{"EC", "secp256k1", "", "", kX, kY}, JwkMembers{"OKP", "X25519", "", "", kX, ""},
        JwkMembers{"OKP", "Ed25519", "", "", kX.substr(2), ""},
        JwkMembers{"oct", "", "", "", kX, kY}, JwkMembers{}}) {
    CHECK_FALSE(public_key_from_jwk(jwk).has_value());
  }
}

}  // namespace latchkey
