#include "lib/openid/openid_provider.h"

#include <string>

#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr AuthorizationGrant kGrant = {"the-code", "the-verifier", "https://app.example/callback",
                                       FakeOpenIdProvider::kNonce};

}  // namespace

TEST_GROUP(OpenIdProvider) {
  FakeOpenIdProvider fake;
  OpenIdProvider provider{fake,
                          {FakeOpenIdProvider::kIssuer, FakeOpenIdProvider::kClientId, ""},
                          "the-secret",
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
                                              {"redirect_uri", "https://app.example/callback"},
                                              {"client_id", "client-1"},
                                              {"client_secret", "the-secret"}});
  CHECK_TRUE(fake.last_basic.empty());
}

TEST(OpenIdProvider, SecretGoesByBasicWhereTheProviderWantsThat) {
  fake.discovery.replace(fake.discovery.find("client_secret_post"), 18, "private_key_jwt");

  CHECK_TRUE(provider.identify(kGrant).has_value());
  CHECK_EQ(fake.last_basic, "client-1:the-secret");
  LONGS_EQUAL(0, fake.last_form.count("client_secret"));
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
  CHECK_EQ(fake.last_form["client_secret"], "the-secret");
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

}  // namespace latchkey
