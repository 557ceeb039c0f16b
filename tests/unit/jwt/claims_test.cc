// What a token whose signature is right must say.
#include <string>

#include "lib/jwt/access_token.h"
#include "tests/unit/jwt/forge.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(VerifierClaims) {
  KeyPair keys;
  AccessTokenVerifier verifier =
      std::move(*AccessTokenVerifier::create(keys.jwks(), settings(), test_clock));

  void setup() override { clock_time = kNow; }

  Result<AccessClaims> verify(const Payload& payload) {
    return verifier.verify(keys.token(keys.header(), payload.str()));
  }
  bool accepts(const std::string& name, const std::string& json) {
    const auto claims = verify(Payload().change(name, json));
    if (!claims) CHECK_EQ(claims.error().code, ErrorCode::kAccessTokenInvalid);
    return claims.has_value();
  }
  // Accepted, expired or refused, with the time `name` this far from now.
  std::string outcome(const std::string& name, UnixSeconds from_now) {
    const auto claims = verify(Payload().change(name, std::to_string(kNow + from_now)));
    if (claims) return "accepted";
    return claims.error().code == ErrorCode::kAccessTokenExpired ? "expired" : "refused";
  }
};

TEST(VerifierClaims, NoneOfOurClaimsMayBeMissing) {
  for (const auto* name : {"iss", "aud", "sub", "sid", "account_id", "onboarding_completed",
                           "client_id", "iat", "exp", "jti"}) {
    CHECK_FALSE_TEXT(verify(Payload().drop(name)).has_value(), name);
    CHECK_FALSE_TEXT(accepts(name, "null"), name);
    CHECK_FALSE_TEXT(accepts(name, "{}"), name);
  }
}

TEST(VerifierClaims, FurtherClaimsAreIgnored) {
  CHECK_TRUE(accepts("scope", R"("openid")"));
  CHECK_TRUE(accepts("act", R"({"sub":"x"})"));
}

TEST(VerifierClaims, TheIssuerIsOurs) {
  for (const auto* issuer :
       {R"("https://evil.example")", R"("https://app.example.com/")",
        R"("https://APP.example.com")", R"("")", R"(["https://app.example.com"])", "1"}) {
    CHECK_FALSE_TEXT(accepts("iss", issuer), issuer);
  }
}

TEST(VerifierClaims, TheAudienceIsOursAloneOrAmongOthers) {
  for (const auto* audience : {R"(["https://api.example.com"])",
                               R"(["https://other.example","https://api.example.com"])"}) {
    CHECK_TRUE_TEXT(accepts("aud", audience), audience);
  }
  for (const auto* audience :
       {R"("https://other.example")", R"("https://api.example.com/")",
        R"("https://app.example.com")", "[]", R"(["https://other.example"])",
        R"(["https://api.example.com",1])", R"([["https://api.example.com"]])", "1",
        R"({"https://api.example.com":1})", R"("")"}) {
    CHECK_FALSE_TEXT(accepts("aud", audience), audience);
  }
}

TEST(VerifierClaims, IdsAreUuids) {
  for (const auto* name : {"sub", "sid", "account_id"}) {
    for (const auto* id :
         {R"("")", R"("1")", R"("7f3c1a520c1d4d8e9b3a000000000001")",
          R"("7f3c1a52-0c1d-4d8e-9b3a-00000000000g")", R"("7f3c1a52-0c1d-4d8e-9b3a-000000000001 ")",
          R"("'; DROP TABLE users; --")", "1", "true"}) {
      CHECK_FALSE_TEXT(accepts(name, id), id);
    }
  }
}

TEST(VerifierClaims, OnboardingIsABoolean) {
  CHECK_FALSE(verify(Payload().change("onboarding_completed", "false"))->onboarding_completed);
  for (const auto* value : {"1", "0", R"("true")", "[]"}) {
    CHECK_FALSE_TEXT(accepts("onboarding_completed", value), value);
  }
}

TEST(VerifierClaims, TimesAreWholeSecondsThatFit) {
  for (const auto* name : {"iat", "exp", "nbf"}) {
    for (const auto* time :
         {"1800000000.5", "1800000000.0", "1.8e9", "1e99", "-1", "-9223372036854775808",
          "9223372036854775807", "9223372036854775808", "18446744073709551617", "253402300800",
          R"("1800000900")", "true", "[1800000900]", "null"}) {
      CHECK_FALSE_TEXT(accepts(name, time), (std::string(name) + " " + time).c_str());
    }
  }
  CHECK_TRUE(accepts("exp", "253402300799"));
}

TEST(VerifierClaims, ExpHas30SecondsOfSkewAndNotMore) {
  STRCMP_EQUAL("accepted", outcome("exp", 1).c_str());
  STRCMP_EQUAL("accepted", outcome("exp", 0).c_str());
  STRCMP_EQUAL("accepted", outcome("exp", -29).c_str());
  STRCMP_EQUAL("expired", outcome("exp", -30).c_str());
  STRCMP_EQUAL("expired", outcome("exp", -86'400).c_str());
  STRCMP_EQUAL("expired", outcome("exp", -kNow).c_str());
}

TEST(VerifierClaims, NbfHas30SecondsOfSkewAndNotMore) {
  STRCMP_EQUAL("accepted", outcome("nbf", -86'400).c_str());
  STRCMP_EQUAL("accepted", outcome("nbf", 30).c_str());
  STRCMP_EQUAL("refused", outcome("nbf", 31).c_str());
}

TEST(VerifierClaims, AnIssuerWhoseClockIsAheadIsNoFault) {
  STRCMP_EQUAL("accepted", outcome("iat", 120).c_str());
}

TEST(VerifierClaims, OnlyATokenThatIsRightInAllElseIsCalledExpired) {
  const std::string past = std::to_string(kNow - 3'600);
  const KeyPair attacker;

  CHECK_EQ(verify(Payload().change("exp", past).change("iss", R"("x")")).error().code,
           ErrorCode::kAccessTokenInvalid);
  CHECK_EQ(verify(Payload().change("exp", past).change("sub", R"("x")")).error().code,
           ErrorCode::kAccessTokenInvalid);
  const std::string forged = attacker.token(keys.header(), Payload().change("exp", past).str());
  CHECK_EQ(verifier.verify(forged).error().code, ErrorCode::kAccessTokenInvalid);
}

TEST(VerifierClaims, TheDetailHoldsNothingOfTheToken) {
  const std::string token = keys.token(keys.header(), Payload().change("sub", R"("x")").str());

  STRCMP_EQUAL("sub", verifier.verify(token).error().detail.c_str());
}

}  // namespace latchkey
