#include "lib/worker/from_config.h"

#include <string>

#include "lib/crypto/es256.h"
#include "tests/unit/config/fixture.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

std::string jwks_of(const std::string& pem) {
  const auto jwk = *es256_public_jwk(**es256_private_key_from_pem(pem));
  return R"({"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":")" + jwk.kid +
         R"(","x":")" + jwk.x + R"(","y":")" + jwk.y + R"("}]})";
}

}  // namespace

TEST_GROUP(FromConfig) {
  ConfigFixture fixture;

  void setup() override { fixture.variable("LATCHKEY_PUBLIC_URL", "https://app.example"); }

  bool may_refresh(std::string_view origin) {
    ConfigReader config;
    Request request;
    request.client_header = "web";
    request.origin = origin;
    return refresh_transport(config).check(request).has_value();
  }
};

TEST(FromConfig, CookieMayComeFromOurOwnAndAllowedOrigins) {
  fixture.variable("LATCHKEY_REFRESH_TRANSPORT", "cookie");
  fixture.variable("LATCHKEY_ALLOWED_ORIGINS", "https://other.example:8443");

  CHECK_TRUE(may_refresh("https://app.example"));
  CHECK_TRUE(may_refresh("https://other.example:8443"));
  CHECK_FALSE(may_refresh("https://evil.example"));
}

TEST(FromConfig, OwnOriginIsWrittenAsABrowserWritesIt) {
  fixture.variable("LATCHKEY_REFRESH_TRANSPORT", "cookie");
  fixture.variable("LATCHKEY_PUBLIC_URL", "https://App.Example:443");

  CHECK_TRUE(may_refresh("https://app.example"));
}

TEST(FromConfig, BodyTransportTakesAnyOrigin) { CHECK_TRUE(may_refresh("https://evil.example")); }

TEST(FromConfig, AudienceIsTheIssuerWhereNotSet) {
  ConfigReader config;
  const auto settings = access_token_settings(config);

  STRCMP_EQUAL("https://app.example", settings.issuer.c_str());
  STRCMP_EQUAL("https://app.example", settings.audience.c_str());
}

TEST(FromConfig, VerifierTakesWhatTheSignerSigns) {
  const std::string pem = *es256_generate_pem();
  fixture.variable("LATCHKEY_SIGNING_KEY_FILE", fixture.write("key.pem", pem));
  fixture.variable("LATCHKEY_JWKS_FILE", fixture.write("jwks.json", jwks_of(pem)));
  ConfigReader config;
  const auto signer = access_token_signer(config);
  auto verifier = access_token_verifier(config);
  const std::string id = "0b0c0d0e-0102-4304-8506-0708090a0b0c";

  const auto claims = verifier->verify(*signer->sign({id, id, id, true}));

  CHECK_TRUE(claims.has_value());
  STRCMP_EQUAL(id.c_str(), claims->user_id.c_str());
}

TEST(FromConfig, MissingKeysAreNamedWithTheirFile) {
  fixture.variable("LATCHKEY_JWKS_FILE", fixture.path("nothing.json"));
  ConfigReader config;

  const auto verifier = access_token_verifier(config);

  CHECK_FALSE(verifier.has_value());
  STRCMP_CONTAINS("LATCHKEY_JWKS_FILE: ", config.problems().front().c_str());
  STRCMP_CONTAINS("nothing.json: ", config.problems().front().c_str());
}

TEST(FromConfig, RotationKeyIsThirtyTwoBytes) {
  fixture.variable("LATCHKEY_ROTATION_KEY", std::string(62, '0') + "fF");

  ConfigReader config;
  const auto key = rotation_key(config);

  LONGS_EQUAL(32, key->size());
  BYTES_EQUAL(0xFF, key->back());
}

}  // namespace latchkey
