#include "lib/openid/openid_provider.h"

#include <string>
#include <utility>

#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr AuthorizationGrant kGrant = {"the-code", "the-verifier", "https://app.example/callback",
                                       FakeOpenIdProvider::kNonce};

}  // namespace

TEST_GROUP(OpenIdProvider) {
  FakeOpenIdProvider fake;
  OpenIdProvider provider{
      fake,
      {{FakeOpenIdProvider::kIssuer, FakeOpenIdProvider::kClientId, ""}, "the-secret"},
      fake_clock};

  void setup() override { fake_now = 1'767'322'800; }
  void refuses(ErrorCode code) {
    const auto person = provider.identify(kGrant);
    CHECK_FALSE(person.has_value());
    LONGS_EQUAL(int(code), int(person.error().code));
    for (const char* hidden : {"the-code", "the-verifier", "the-secret"}) {
      CHECK_LACKS(person.error().detail, hidden);
    }
  }
};

TEST(OpenIdProvider, CodeBecomesAPerson) {
  const auto person = provider.identify(kGrant);

  CHECK_TRUE(person.has_value());
  CHECK_EQ(person->email, "ada@example.com");
  CHECK_EQ(fake.last_form,
           std::map<std::string, std::string>{{"grant_type", "authorization_code"},
                                              {"code", "the-code"},
                                              {"code_verifier", "the-verifier"},
                                              {"redirect_uri", "https://app.example/callback"}});
  CHECK_EQ(fake.last_basic, "client-1:the-secret");
}

TEST(OpenIdProvider, ManySignInsFetchDocumentsOnce) {
  for (int i = 0; i < 5; ++i) CHECK_TRUE(provider.identify(kGrant).has_value());

  LONGS_EQUAL(1, fake.discovery_requests);
  LONGS_EQUAL(1, fake.jwks_requests);
  LONGS_EQUAL(5, fake.token_requests);
}

TEST(OpenIdProvider, RefusedCodeIsRejected) {
  for (const int status : {400, 401, 403}) {
    fake.token_status = status;
    fake.token_body = R"({"error":"invalid_grant","error_description":"the-code is spent"})";
    refuses(ErrorCode::kOauthCodeRejected);
  }
  CHECK_EQ(provider.identify(kGrant).error().detail,
           "the token endpoint answered 403 invalid_grant");
}

TEST(OpenIdProvider, ARefusalOfTheClientIsToldFromOneOfTheCode) {
  for (const char* const error : {"invalid_client", "unauthorized_client", "invalid_request"}) {
    fake.token_status = 401;
    fake.token_body = std::string(R"({"error":")") + error + R"("})";
    refuses(ErrorCode::kOauthClientRejected);
  }
}

TEST(OpenIdProvider, ClientIsCheckedWithACodeThatNobodyHas) {
  fake.token_status = 400;
  fake.token_body = R"({"error":"invalid_grant"})";

  CHECK_TRUE(provider.check_client("https://app.example/callback").has_value());
  CHECK_EQ(fake.last_basic, "client-1:the-secret");
  LONGS_EQUAL(43, fake.last_form["code"].size());
  LONGS_EQUAL(43, fake.last_form["code_verifier"].size());
}

TEST(OpenIdProvider, CheckedClientThatIsRefusedIsTold) {
  fake.token_status = 401;
  fake.token_body = R"({"error":"invalid_client"})";

  const auto taken = provider.check_client("https://app.example/callback");

  LONGS_EQUAL(int(ErrorCode::kOauthClientRejected), int(taken.error().code));
  CHECK_EQ(taken.error().detail, "the token endpoint answered 401 invalid_client");
}

TEST(OpenIdProvider, OddErrorsOfTheProviderAreNotRepeated) {
  fake.token_status = 400;
  fake.token_body = R"({"error":"the-code\nis spent"})";

  CHECK_EQ(provider.identify(kGrant).error().detail, "the token endpoint answered 400");
}

TEST(OpenIdProvider, FaultsOfTheProviderAreItsOwn) {
  for (const int status : {301, 302, 408, 429, 500, 502, 503, 204}) {
    fake.token_status = status;
    refuses(ErrorCode::kIdentityProviderUnavailable);
  }
}

TEST(OpenIdProvider, AnswerThatIsNoJsonIsTheProvidersFault) {
  fake.token_body = "<html>";
  refuses(ErrorCode::kIdentityProviderUnavailable);
}

TEST(OpenIdProvider, AnswerWithoutIdTokenIsRejected) {
  for (const char* body : {"{}", R"({"id_token":7})", R"({"id_token":""})", "[]", "null"}) {
    fake.token_body = body;
    refuses(ErrorCode::kOauthCodeRejected);
  }
}

TEST(OpenIdProvider, DownProviderIsUnavailable) {
  fake.down = Error::of(ErrorCode::kUnavailable, "down");
  refuses(ErrorCode::kIdentityProviderUnavailable);
}

TEST(OpenIdProvider, CodeIsNotSpentWithoutKeysToReadTheAnswer) {
  fake.jwks_status = 500;
  refuses(ErrorCode::kIdentityProviderUnavailable);
  LONGS_EQUAL(0, fake.token_requests);
}

TEST(OpenIdProvider, TokenOfAnotherKeyIsRejected) {
  fake.jwks = {other_key().jwk("key-1")};
  refuses(ErrorCode::kOauthCodeRejected);
}

TEST(OpenIdProvider, TokenOfAnUnknownKeyIsRejected) {
  fake.header = R"({"alg":"RS256","kid":"key-2"})";
  refuses(ErrorCode::kOauthCodeRejected);
}

TEST(OpenIdProvider, UnsignedTokenIsRejected) {
  fake.header = R"({"alg":"none","kid":"key-1"})";
  refuses(ErrorCode::kOauthCodeRejected);
}

TEST(OpenIdProvider, TokenOfAnotherSignInIsRejected) {
  fake.claims["nonce"] = "\"of-another-browser\"";
  refuses(ErrorCode::kOauthCodeRejected);
}

TEST(OpenIdProvider, UnverifiedEmailIsNotVerified) {
  fake.claims["email_verified"] = "false";
  refuses(ErrorCode::kEmailNotVerified);
}

TEST(OpenIdProvider, ARefusedWayOfAskingIsFollowedByTheOtherOnce) {
  for (const char* const way : {"basic", "post"}) {
    FakeOpenIdProvider other;
    other.taken_way = way;
    const bool is_basic = other.taken_way == "basic";
    if (is_basic) {
      const auto at = other.discovery.find("client_secret_basic");
      other.discovery.replace(at, 19, "private_key_jwt");
    }
    OpenIdProvider asked(other, {{FakeOpenIdProvider::kIssuer, "client-1", ""}, "the-secret"},
                         fake_clock);

    CHECK_TRUE(asked.identify(kGrant).has_value());
    LONGS_EQUAL(2, other.token_requests);
    CHECK_EQ(other.last_form["code"], "the-code");
    CHECK_EQ(other.last_basic, is_basic ? "client-1:the-secret" : "");
    CHECK_EQ(other.last_form["client_secret"], is_basic ? "" : "the-secret");
    CHECK_TRUE(asked.identify(kGrant).has_value());
    LONGS_EQUAL(3, other.token_requests);  // the way that was taken is remembered
    CHECK_EQ(*asked.check_client("https://app.example/callback"), way);
  }
}

TEST(OpenIdProvider, AClientThatNeitherWayIsTakenIsAskedAboutTwice) {
  fake.taken_way = "neither";
  refuses(ErrorCode::kOauthClientRejected);
  LONGS_EQUAL(2, fake.token_requests);
}

TEST(OpenIdProvider, ARefusedCodeIsNotTriedAgain) {
  fake.token_status = 401;
  fake.token_body = R"({"error":"invalid_grant"})";
  refuses(ErrorCode::kOauthCodeRejected);
  LONGS_EQUAL(1, fake.token_requests);
}

TEST(OpenIdProvider, AConfiguredWayIsTheOnlyOne) {
  for (const auto& [auth, way] :
       {std::pair(ClientAuth::kBasic, "basic"), std::pair(ClientAuth::kPost, "post")}) {
    FakeOpenIdProvider other;
    OpenIdProvider asked(other, {{FakeOpenIdProvider::kIssuer, "client-1", ""}, "the-secret", auth},
                         fake_clock);
    CHECK_EQ(*asked.check_client("https://app.example/callback"), way);
    CHECK_EQ(other.last_basic.empty(), auth == ClientAuth::kPost);

    other.taken_way = auth == ClientAuth::kBasic ? "post" : "basic";
    other.token_requests = 0;
    LONGS_EQUAL(int(ErrorCode::kOauthClientRejected), int(asked.identify(kGrant).error().code));
    LONGS_EQUAL(1, other.token_requests);
  }
}

TEST(OpenIdProvider, EmailMayBeAtUserinfoOnly) {
  fake.claims.erase("email");
  fake.claims.erase("email_verified");
  fake.claims.erase("picture");
  fake.userinfo = R"({"sub":"1234567890","email":"ada@userinfo.example","email_verified":true,)"
                  R"("name":"Another","picture":"https://id.example/u.png","nonce":"x"})";

  const auto person = provider.identify(kGrant);

  CHECK_TRUE(person.has_value());
  CHECK_EQ(person->email, "ada@userinfo.example");
  CHECK_EQ(person->full_name, "Ada Lovelace");
  CHECK_EQ(person->avatar_url, "https://id.example/u.png");
  CHECK_EQ(fake.last_access_token, "the-access-token");
}

TEST(OpenIdProvider, UserinfoIsNotAskedForWhatTheTokenSays) {
  fake.userinfo = R"({"sub":"1234567890"})";
  CHECK_TRUE(provider.identify(kGrant).has_value());
  LONGS_EQUAL(0, fake.userinfo_requests);
}

TEST(OpenIdProvider, UserinfoMaySayThatTheEmailIsVerified) {
  fake.claims.erase("email_verified");
  fake.userinfo = R"({"sub":"1234567890","email":"ada@example.com","email_verified":true})";
  CHECK_TRUE(provider.identify(kGrant).has_value());

  // That of another address says nothing of this one.
  fake.userinfo = R"({"sub":"1234567890","email":"eve@example.com","email_verified":true})";
  refuses(ErrorCode::kEmailNotVerified);
  fake.userinfo = R"({"sub":"1234567890","email":"ada@example.com","email_verified":false})";
  refuses(ErrorCode::kEmailNotVerified);
}

TEST(OpenIdProvider, UserinfoOfAnotherPersonIsRejected) {
  fake.claims.erase("email");
  for (const char* sub : {R"("sub":"eve",)", R"("sub":7,)", ""}) {
    fake.userinfo = std::string("{") + sub + R"("email":"eve@example.com","email_verified":true})";
    refuses(ErrorCode::kOauthCodeRejected);
  }
}

TEST(OpenIdProvider, UserinfoIsAskedForAGoodTokenOnly) {
  fake.claims.erase("email");
  fake.userinfo = R"({"sub":"1234567890","email":"ada@example.com","email_verified":true})";
  fake.claims["aud"] = "\"client-2\"";

  refuses(ErrorCode::kOauthCodeRejected);
  LONGS_EQUAL(0, fake.userinfo_requests);
}

TEST(OpenIdProvider, FaultsOfUserinfoAreTold) {
  fake.claims.erase("email");
  fake.userinfo = "<html>";
  refuses(ErrorCode::kIdentityProviderUnavailable);
  for (const auto& [status, code] : {std::pair(500, ErrorCode::kIdentityProviderUnavailable),
                                     std::pair(429, ErrorCode::kIdentityProviderUnavailable),
                                     std::pair(401, ErrorCode::kOauthCodeRejected),
                                     std::pair(403, ErrorCode::kOauthCodeRejected)}) {
    fake.userinfo_status = status;
    refuses(code);
  }
  CHECK_EQ(provider.identify(kGrant).error().detail, "userinfo: answered 403");
}

TEST(OpenIdProvider, AnAbsentEmailVerifiedIsTakenOnTrustWhereThatIsConfigured) {
  fake.claims.erase("email_verified");
  refuses(ErrorCode::kEmailNotVerified);

  OpenIdProvider trusting(fake, {{FakeOpenIdProvider::kIssuer, "client-1", "", true}, "the-secret"},
                          fake_clock);
  CHECK_TRUE(trusting.identify(kGrant).has_value());
  for (const char* value : {"false", "null", "\"false\"", "1"}) {
    fake.claims["email_verified"] = value;
    LONGS_EQUAL(int(ErrorCode::kEmailNotVerified), int(trusting.identify(kGrant).error().code));
  }
}

TEST(OpenIdProvider, OtherAlgorithmsThanTheConfiguredAreRejected) {
  OpenIdProvider strict(fake,
                        {{FakeOpenIdProvider::kIssuer, "client-1", ""},
                         "the-secret",
                         ClientAuth::kAuto,
                         {JwsAlgorithm::kEs256}},
                        fake_clock);

  const auto person = strict.identify(kGrant);

  LONGS_EQUAL(int(ErrorCode::kOauthCodeRejected), int(person.error().code));
  CHECK_EQ(person.error().detail, "ID token: alg is not one of LATCHKEY_OIDC_SIGNING_ALGS");
}

TEST(OpenIdProvider, LongTokensAreTakenAndAPictureThatIsTooLongIsNone) {
  fake.claims["picture"] = "\"data:image/png;base64," + std::string(40'000, 'A') + "\"";
  fake.claims["groups"] = "[\"" + std::string(4'000, 'g') + "\"]";

  const auto person = provider.identify(kGrant);

  CHECK_TRUE(person.has_value());
  CHECK_FALSE(person->avatar_url.has_value());
}

}  // namespace latchkey
