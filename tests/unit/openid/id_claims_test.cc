#include "lib/openid/id_claims.h"

#include <string>

#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(IdClaims) {
  Claims claims = FakeOpenIdProvider::good_claims();
  IdClaimRules rules{FakeOpenIdProvider::kIssuer, FakeOpenIdProvider::kClientId, ""};

  Result<Person> check() {
    const auto value = parse_json(FakeOpenIdProvider::json(claims));
    CHECK_TRUE(value.has_value());
    return person_from_claims(value->get(), rules, FakeOpenIdProvider::kNonce, fake_now);
  }
  void takes() { CHECK_TRUE(check().has_value()); }
  void refuses(ErrorCode code = ErrorCode::kOauthCodeRejected) {
    const auto person = check();
    CHECK_FALSE(person.has_value());
    LONGS_EQUAL(int(code), int(person.error().code));
  }
  // Each value in the place of `claim`, one after the other.
  void refuses_each(const char* claim, std::initializer_list<std::string> values) {
    for (const std::string& value : values) {
      claims[claim] = value;
      refuses();
    }
    claims.erase(claim);
    refuses();
  }
  static std::string in(UnixSeconds seconds) { return std::to_string(fake_now + seconds); }
};

TEST(IdClaims, GoodClaimsNameThePerson) {
  const auto person = check();

  CHECK_TRUE(person.has_value());
  CHECK_EQ(person->issuer, "https://id.example");
  CHECK_EQ(person->subject, "1234567890");
  CHECK_EQ(person->email, "ada@example.com");
  CHECK_EQ(person->full_name, "Ada Lovelace");
  CHECK_EQ(person->avatar_url, "https://id.example/ada.png");
}

TEST(IdClaims, IssuerIsTheConfiguredOne) {
  refuses_each("iss", {"\"https://id.example/\"", "\"https://evil.example\"", "\"id.example\"",
                       "\"\"", "7", "[\"https://id.example\"]"});
}

TEST(IdClaims, GoogleHasTwoNamesAndOnePerson) {
  rules.issuer = "https://accounts.google.com";
  claims["iss"] = "\"accounts.google.com\"";

  const auto person = check();

  CHECK_TRUE(person.has_value());
  CHECK_EQ(person->issuer, "https://accounts.google.com");
}

TEST(IdClaims, GooglesSecondNameIsGooglesOnly) {
  claims["iss"] = "\"accounts.google.com\"";
  refuses();
}

TEST(IdClaims, AudienceIsThisClient) {
  refuses_each("aud", {"\"client-2\"", "\"\"", "[]", "[\"client-2\"]", "[\"client-1\",7]", "7"});
}

TEST(IdClaims, AudienceMayBeAnArray) {
  claims["aud"] = "[\"client-1\"]";
  takes();
}

TEST(IdClaims, OtherAudiencesNeedAzp) {
  claims["aud"] = "[\"client-1\",\"client-2\"]";
  refuses();
  claims["azp"] = "\"client-2\"";
  refuses();
  claims["azp"] = "\"client-1\"";
  takes();
}

TEST(IdClaims, AzpIsThisClientWherePresent) {
  claims["azp"] = "\"client-1\"";
  takes();
  for (const char* azp : {"\"client-2\"", "7", "null", "[\"client-1\"]"}) {
    claims["azp"] = azp;
    refuses();
  }
}

TEST(IdClaims, ExpiredTokenIsRefusedAfterTheSkew) {
  claims["exp"] = in(-29);
  takes();
  refuses_each("exp", {in(-30), in(-3600), "0", "-1", "\"" + in(3600) + "\"", "1e300", "null"});
}

TEST(IdClaims, IssueTimeIsNowWithinTheSkew) {
  claims["iat"] = in(30);
  takes();
  claims["iat"] = in(-630);
  takes();
  refuses_each("iat", {in(31), in(86'400), in(-631), "0", "\"" + in(0) + "\"", "true"});
}

TEST(IdClaims, TimesMayHaveFractions) {
  claims["iat"] = in(-1) + ".5";
  claims["exp"] = in(600) + ".25";
  takes();
}

TEST(IdClaims, NotBeforeIsOptionalAndKept) {
  claims["nbf"] = in(30);
  takes();
  for (const std::string& nbf : {in(31), std::string("\"soon\""), std::string("null")}) {
    claims["nbf"] = nbf;
    refuses();
  }
}

TEST(IdClaims, NonceIsTheBrowsers) {
  refuses_each("nonce", {"\"another\"", "\"\"", "\"nonce-of-the-browse\"",
                         "\"nonce-of-the-browser2\"", "null", "7"});
}

TEST(IdClaims, SubjectIsRequired) {
  claims["sub"] = "\"" + std::string(255, 's') + "\"";
  takes();
  refuses_each("sub", {"\"\"", "7", "\"" + std::string(256, 's') + "\""});
}

TEST(IdClaims, EmailIsRequiredAndWellFormed) {
  claims["email"] = "\"" + std::string(308, 'a') + "@example.com\"";
  takes();
  refuses_each("email",
               {"\"\"", "\"ada\"", "\"@example.com\"", "\"ada@\"", "\"ada lovelace@example.com\"",
                "\"ada@example.com\\r\\nBcc: all@example.com\"", "\"ada\\u007f@example.com\"", "7",
                "\"" + std::string(309, 'a') + "@example.com\""});
}

TEST(IdClaims, EmailMustBeVerified) {
  for (const char* verified : {"false", "\"false\"", "\"TRUE\"", "1", "null", "\"\""}) {
    claims["email_verified"] = verified;
    refuses(ErrorCode::kEmailNotVerified);
  }
  claims.erase("email_verified");
  refuses(ErrorCode::kEmailNotVerified);
}

TEST(IdClaims, EmailVerifiedMayBeText) {
  claims["email_verified"] = "\"true\"";
  takes();
}

TEST(IdClaims, HostedDomainIsRequiredWhereConfigured) {
  rules.hosted_domain = "example.com";
  refuses(ErrorCode::kDomainNotAllowed);
  for (const char* hd : {"\"evil.example\"", "\"sub.example.com\"", "\"\"", "7", "true"}) {
    claims["hd"] = hd;
    refuses(ErrorCode::kDomainNotAllowed);
  }
  claims["hd"] = "\"Example.com\"";
  takes();
}

TEST(IdClaims, EmailsDomainIsNoHostedDomain) {
  rules.hosted_domain = "example.com";
  claims["email"] = "\"ada@example.com\"";
  refuses(ErrorCode::kDomainNotAllowed);
}

TEST(IdClaims, LongNameIsCutBetweenCharacters) {
  std::string name;
  for (int i = 0; i < 201; ++i) name += "é";
  claims["name"] = "\"" + name + "\"";

  const auto person = check();

  CHECK_EQ(person->full_name, name.substr(0, 400));
}

TEST(IdClaims, NameIsOptional) {
  for (const char* name : {"\"\"", "\" \\t\"", "7", "null"}) {
    claims["name"] = name;
    CHECK_FALSE(check()->full_name.has_value());
  }
}

TEST(IdClaims, PictureIsAnHttpUrlOrNothing) {
  for (const std::string& picture :
       {std::string("\"javascript:alert(1)\""), std::string("\"data:image/png;base64,AA\""),
        std::string("\"//id.example/x\""), std::string("\"\""), std::string("7"),
        "\"https://id.example/" + std::string(2048, 'x') + "\""}) {
    claims["picture"] = picture;
    CHECK_FALSE(check()->avatar_url.has_value());
  }
}

TEST(IdClaims, ErrorsNameTheClaimAndNoValue) {
  claims["nonce"] = "\"a-secret\"";

  CHECK_EQ(check().error().detail, "ID token: nonce is another");
}

}  // namespace latchkey
