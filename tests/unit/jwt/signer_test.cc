// Signing, the keys of a verifier, and the bearer of a request.
#include <set>
#include <string>

#include "lib/json/members.h"
#include "lib/jwt/access_token.h"
#include "lib/jwt/bearer.h"
#include "tests/unit/jwt/forge.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

const AccessClaims kClaims = {kUser, kSession, kAccount, true, 0};

Result<AccessTokenVerifier> verifier_of(const std::string& keys) {
  return AccessTokenVerifier::create(R"({"keys":[)" + keys + "]}", settings(), test_clock);
}

// A part of a token as text.
std::string part(const std::string& token, int number) {
  std::size_t start = 0;
  for (int i = 0; i < number; ++i) start = token.find('.', start) + 1;
  return *from_base64url(token.substr(start, token.find('.', start) - start));
}

}  // namespace

TEST_GROUP(Signer) {
  KeyPair keys;
  AccessTokenSigner signer =
      std::move(*AccessTokenSigner::create(keys.pem, settings(), 900, test_clock));

  void setup() override { clock_time = kNow; }
};

TEST(Signer, ATokenIsVerifiedByThePublishedKey) {
  auto verifier = AccessTokenVerifier::create(keys.jwks(), settings(), test_clock);

  const auto claims = verifier->verify(*signer.sign(kClaims));

  STRCMP_EQUAL(kUser, claims->user_id.c_str());
  STRCMP_EQUAL(kSession, claims->session_id.c_str());
  STRCMP_EQUAL(kAccount, claims->account_id.c_str());
  CHECK_TRUE(claims->onboarding_completed);
  LONGS_EQUAL(kNow + 900, claims->expires_at);
}

TEST(Signer, TheHeaderNamesAlgorithmTypeAndKey) {
  STRCMP_EQUAL(keys.header().c_str(), part(*signer.sign(kClaims), 0).c_str());
}

TEST(Signer, TheClaimsAreThoseOfTheContract) {
  const auto payload = parse_json(part(*signer.sign(kClaims), 1));
  const json_t* claims = payload->get();

  CHECK_EQ(text_member(claims, "iss"), kIssuer);
  CHECK_EQ(text_member(claims, "aud"), kAudience);
  CHECK_EQ(text_member(claims, "sub"), kUser);
  CHECK_EQ(text_member(claims, "sid"), kSession);
  CHECK_EQ(text_member(claims, "account_id"), kAccount);
  CHECK_EQ(boolean_member(claims, "onboarding_completed"), true);
  CHECK_EQ(text_member(claims, "client_id"), "latchkey-web");
  CHECK_EQ(integer_member(claims, "iat"), kNow);
  CHECK_EQ(integer_member(claims, "exp"), kNow + 900);
  LONGS_EQUAL(22, text_member(claims, "jti")->size());
  LONGS_EQUAL(10, json_object_size(claims));
}

TEST(Signer, ATokenDoesNotOutliveItsSession) {
  LONGS_EQUAL(900, signer.life(901));
  LONGS_EQUAL(899, signer.life(899));
  LONGS_EQUAL(1, signer.life(0));

  const auto payload = parse_json(part(*signer.sign(kClaims, signer.life(60)), 1));

  CHECK_EQ(integer_member(payload->get(), "exp"), kNow + 60);
}

TEST(Signer, NoTwoTokensHaveTheSameJti) {
  std::set<std::string> seen;
  for (int i = 0; i < 50; ++i) {
    const auto payload = parse_json(part(*signer.sign(kClaims), 1));
    CHECK_TRUE(seen.emplace(*text_member(payload->get(), "jti")).second);
  }
}

TEST(Signer, WhatIsNoSigningKeyIsRefused) {
  for (const auto* pem :
       {"", "key", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----"}) {
    CHECK_FALSE(AccessTokenSigner::create(pem, settings(), 900, test_clock).has_value());
  }
}

TEST_GROUP(VerifierKeys) {
  KeyPair keys;
  KeyPair other;

  void setup() override { clock_time = kNow; }
};

TEST(VerifierKeys, EveryPublishedKeyVerifiesItsOwnTokens) {
  auto verifier = verifier_of(keys.jwk_text() + "," + other.jwk_text());

  for (const auto* pair : {&keys, &other}) {
    CHECK_TRUE(verifier->verify(pair->token(pair->header(), Payload().str())).has_value());
  }
  CHECK_FALSE(verifier->verify(other.token(keys.header(), Payload().str())).has_value());
}

TEST(VerifierKeys, OtherKindsOfKeysArePassedOver) {
  auto verifier = verifier_of(
      R"({"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"},{"kty":"EC","crv":"P-384","kid":"e"},7,)" +
      other.jwk_text(R"("use":"enc")") + "," + keys.jwk_text(R"("use":"sig","alg":"ES256")"));

  CHECK_TRUE(verifier->verify(keys.token(keys.header(), Payload().str())).has_value());
  CHECK_FALSE(verifier->verify(other.token(other.header(), Payload().str())).has_value());
}

TEST(VerifierKeys, ASetWithoutAKeyOfOursIsAnError) {
  for (const auto* text : {"", "{}", "[]", R"({"keys":[]})", R"({"keys":{}})", R"({"keys":[1]})",
                           R"({"keys":[{"kty":"oct","kid":"k","k":"AAAA"}]})"}) {
    CHECK_FALSE_TEXT(AccessTokenVerifier::create(text, settings(), test_clock).has_value(), text);
  }
}

TEST(VerifierKeys, ADefectiveKeyIsAnErrorAndNotPassedOver) {
  CHECK_FALSE(verifier_of(R"({"kty":"EC","crv":"P-256","kid":"k","x":"AA","y":"AA"})").has_value());
  CHECK_FALSE(verifier_of(R"({"kty":"EC","crv":"P-256","kid":"k"})").has_value());
  CHECK_FALSE(verifier_of(keys.jwk_text() + "," + keys.jwk_text()).has_value());
}

TEST_GROUP(Bearer) {
  KeyPair keys;
  AccessTokenVerifier verifier =
      std::move(*AccessTokenVerifier::create(keys.jwks(), settings(), test_clock));
  std::string token = keys.token(keys.header(), Payload().str());

  void setup() override { clock_time = kNow; }

  Result<AccessClaims> claims_of(const std::string& authorization) {
    Request request;
    request.authorization = authorization;
    return authenticate(request, verifier);
  }
};

TEST(Bearer, TheSchemeIsTakenInEitherCase) {
  for (const auto* scheme : {"Bearer ", "bearer ", "BEARER  "}) {
    CHECK_TRUE_TEXT(claims_of(scheme + token).has_value(), scheme);
  }
}

TEST(Bearer, WithoutABearerTheTokenIsMissing) {
  for (const auto& value :
       {std::string(), std::string("Bearer"), std::string("Bearer "), std::string("Basic dTpw"),
        token, "Bearers " + token, " Bearer " + token}) {
    CHECK_EQ_TEXT(claims_of(value).error().code, ErrorCode::kAccessTokenMissing, value);
  }
}

TEST(Bearer, ATokenWithAnythingAroundItIsInvalid) {
  for (const auto& value : {"Bearer " + token + " ", "Bearer " + token + ", Bearer " + token,
                            "Bearer \t" + token, std::string("Bearer x")}) {
    CHECK_EQ_TEXT(claims_of(value).error().code, ErrorCode::kAccessTokenInvalid, value);
  }
}

}  // namespace latchkey
