#include <memory>
#include <string>
#include <utility>

#include "handlers/auth_complete_signup/handler.h"
#include "lib/crypto/es256.h"
#include "lib/crypto/refresh_token.h"
#include "lib/json/members.h"
#include "tests/fakes/caller.h"
#include "tests/fakes/openid_provider.h"
#include "tests/fakes/rows.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kUser = "11111111-1111-4111-8111-111111111111";
constexpr const char* kAccount = "22222222-2222-4222-8222-222222222222";
constexpr const char* kSession = "33333333-3333-4333-8333-333333333333";
const AccessTokenSettings kSettings = {"https://app.example", "https://app.example"};

CreatedAccountRow new_account() {
  return {.user_id = kUser, .account_id = kAccount, .session_id = kSession};
}

std::string body_of(const std::map<std::string, std::string>& members) {
  return FakeOpenIdProvider::json(members);
}

}  // namespace

TEST_GROUP(AuthCompleteSignup) {
  FakeOpenIdProvider* fake = new FakeOpenIdProvider;
  FakeCaller db;
  std::string pem = *es256_generate_pem();
  AuthCompleteSignup context = make_context(RefreshTransport::in_body());
  std::map<std::string, std::string> members = {
      {"code", "\"the-code\""},
      {"codeVerifier", "\"" + std::string(43, 'v') + "\""},
      {"redirectUri", "\"https://app.example/callback\""},
      {"nonce", "\"nonce-of-the-browser\""}};

  void setup() override {
    fake_now = 1'767'322'800;
    db.answers(new_account());
  }

  AuthCompleteSignup make_context(RefreshTransport transport) {
    std::unique_ptr<HttpFetcher> http(fake);
    OpenIdProvider provider(
        *http, {{FakeOpenIdProvider::kIssuer, FakeOpenIdProvider::kClientId, ""}, "the-secret"},
        fake_clock);
    return {db,
            std::move(http),
            std::move(provider),
            {"https://app.example/callback", "https://app.example/other"},
            std::move(*AccessTokenSigner::create(pem, kSettings, 900, fake_clock)),
            {604'800, 0, 25},
            std::move(transport)};
  }

  Result<Response> post(std::string body, std::string_view type = "application/json") {
    Request request;
    request.method = "POST";
    request.path = "/api/auth/complete-signup";
    request.content_type = type;
    request.remote_addr = "192.0.2.7";
    request.user_agent = "Test/1.0";
    request.request_id = "request-1";
    request.body = std::move(body);
    return handle_auth_complete_signup(request, context);
  }
  Result<Response> post() { return post(body_of(members)); }

  // Refused before or by the provider: the database hears nothing of it, the log no secret.
  Error refused() {
    const auto reply = post();
    CHECK_FALSE(reply.has_value());
    LONGS_EQUAL(0, db.calls.size());
    for (const char* hidden : {"the-code", "vvvv", "the-secret", "nonce-of-the-browser"}) {
      CHECK_LACKS(reply.error().detail, hidden);
    }
    return reply.error();
  }
  void refused_with(ErrorCode code) { LONGS_EQUAL(int(code), int(refused().code)); }
  // Each value in the place of the member, then none at all: a 422 that names it.
  void invalid_each(const char* member, std::initializer_list<std::string> values) {
    const auto expect = [&] {
      const Error error = refused();
      LONGS_EQUAL(int(ErrorCode::kValidationFailed), int(error.code));
      LONGS_EQUAL(1, error.fields.size());
      STRCMP_EQUAL(member, error.fields[0].field.c_str());
    };
    for (const std::string& value : values) {
      members[member] = value;
      expect();
    }
    members.erase(member);
    expect();
    LONGS_EQUAL(0, fake->token_requests);
  }
};

TEST(AuthCompleteSignup, CodeBecomesASession) {
  const auto reply = post();

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(200, reply->status);
  const auto json = parse_json(reply->body);
  const json_t* all = json->get();
  LONGS_EQUAL(8, json_object_size(all));
  CHECK_EQ(number_member(all, "expiresIn"), 900);
  CHECK_EQ(number_member(all, "refreshExpiresIn"), 604'800);
  CHECK_EQ(boolean_member(all, "created"), true);
  CHECK_EQ(boolean_member(all, "onboardingCompleted"), false);
  STRCMP_EQUAL(R"({"id":"11111111-1111-4111-8111-111111111111","email":"ada@example.com",)"
               R"("full_name":"Ada Lovelace","avatar_url":null})",
               dump_json(json_object_get(all, "user")).c_str());
  STRCMP_EQUAL(R"({"id":"22222222-2222-4222-8222-222222222222","name":"Ada's Account",)"
               R"("slug":"ada","credits":25,"available":25})",
               dump_json(json_object_get(all, "account")).c_str());
}

TEST(AuthCompleteSignup, AccessTokenIsOfTheNewSession) {
  const auto reply = post();

  const auto key = es256_public_jwk(**es256_private_key_from_pem(pem));
  const std::string jwks = R"({"keys":[{"kty":"EC","crv":"P-256","kid":")" + key->kid +
                           R"(","x":")" + key->x + R"(","y":")" + key->y + "\"}]}";
  auto verifier = AccessTokenVerifier::create(jwks, kSettings, fake_clock);
  const auto json = parse_json(reply->body);
  const auto claims = verifier->verify(*text_member(json->get(), "accessToken"));
  CHECK_TRUE(claims.has_value());
  STRCMP_EQUAL(kUser, claims->user_id.c_str());
  STRCMP_EQUAL(kSession, claims->session_id.c_str());
  STRCMP_EQUAL(kAccount, claims->account_id.c_str());
  CHECK_FALSE(claims->onboarding_completed);
}

TEST(AuthCompleteSignup, DatabaseGetsThePersonAndTheTokensHashOnly) {
  const auto reply = post();

  const auto json = parse_json(reply->body);
  const auto token = RefreshToken::parse(*text_member(json->get(), "refreshToken"));
  const Sha256 hash = token->hash();
  STRCMP_EQUAL("create_account_atomic", db.calls.back().statement.c_str());
  const FakeCaller::Row expected = {"https://id.example",
                                    "1234567890",
                                    "ada@example.com",
                                    "Ada Lovelace",
                                    "https://id.example/ada.png",
                                    std::string(hash.begin(), hash.end()),
                                    "604800",
                                    "0",
                                    "25",
                                    "192.0.2.7",
                                    "Test/1.0",
                                    "request-1"};
  CHECK_EQ(db.calls.back().params, expected);
}

TEST(AuthCompleteSignup, EachSessionHasItsOwnRefreshToken) {
  const auto first = parse_json(post()->body);
  const auto second = parse_json(post()->body);

  CHECK_NE(text_member(first->get(), "refreshToken"), text_member(second->get(), "refreshToken"));
}

TEST(AuthCompleteSignup, NameAndPictureMayBeMissing) {
  fake->claims.erase("name");
  fake->claims.erase("picture");

  CHECK_TRUE(post().has_value());
  CHECK_FALSE(db.calls.back().params[3].has_value());
  CHECK_FALSE(db.calls.back().params[4].has_value());
}

TEST(AuthCompleteSignup, CookieTransportKeepsTheTokenOutOfTheBody) {
  fake = new FakeOpenIdProvider;  // the other one belongs to the context that goes
  AuthCompleteSignup in_cookie = make_context(RefreshTransport::in_cookie({"https://app.example"}));
  Request request;
  request.content_type = "application/json";
  request.body = body_of(members);

  const auto reply = handle_auth_complete_signup(request, in_cookie);

  CHECK_TRUE(reply.has_value());
  CHECK_LACKS(reply->body, "refreshToken");
  LONGS_EQUAL(1, reply->headers.size());
  CHECK_EQ(reply->headers[0].first, "Set-Cookie");
  CHECK_TRUE(reply->headers[0].second.starts_with("__Host-latchkey-refresh="));
}

TEST(AuthCompleteSignup, FieldsAreChecked) {
  const std::string v(43, 'v');
  invalid_each("code", {"\"\"", "7", "null", "\"" + std::string(8193, 'c') + "\""});
  members["code"] = "\"the-code\"";
  invalid_each("codeVerifier",
               {"\"short\"", "\"" + std::string(129, 'v') + "\"", "\"" + v.substr(1) + " \"",
                "\"" + v.substr(1) + "é\"", "\"" + v.substr(1) + "+\"", "{}"});
  members["codeVerifier"] = "\"" + v + "\"";
  invalid_each("redirectUri",
               {"\"https://evil.example/callback\"", "\"https://app.example/callback/\"",
                "\"https://app.example/callback?x\"", "\"HTTPS://app.example/callback\"", "\"\""});
  members["redirectUri"] = "\"https://app.example/other\"";
  invalid_each("nonce", {"\"short\"", "\"" + std::string(257, 'n') + "\"", "7"});
}

TEST(AuthCompleteSignup, UnknownFieldIsRefused) {
  members["admin"] = "true";
  refused_with(ErrorCode::kInvalidRequest);
}

TEST(AuthCompleteSignup, BodyIsJson) {
  for (const char* body : {"", "[]", "null", "{", "code=the-code", R"({"code":"a","code":"b"})"}) {
    LONGS_EQUAL(int(ErrorCode::kInvalidRequest), int(post(body).error().code));
  }
  LONGS_EQUAL(int(ErrorCode::kUnsupportedMediaType),
              int(post(body_of(members), "text/plain").error().code));
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthCompleteSignup, NonceIsTheOneTheBrowserHas) {
  members["nonce"] = "\"of-another-browser\"";
  refused_with(ErrorCode::kOauthCodeRejected);
}

TEST(AuthCompleteSignup, RefusedCodeIsRejected) {
  fake->token_status = 400;
  fake->token_body = R"({"error":"invalid_grant"})";
  refused_with(ErrorCode::kOauthCodeRejected);
}

TEST(AuthCompleteSignup, TokenForAnotherClientIsRejected) {
  fake->claims["aud"] = "\"client-2\"";
  refused_with(ErrorCode::kOauthCodeRejected);
}

TEST(AuthCompleteSignup, UnverifiedEmailIsNotVerified) {
  fake->claims["email_verified"] = "false";
  refused_with(ErrorCode::kEmailNotVerified);
}

TEST(AuthCompleteSignup, DownProviderIsUnavailable) {
  fake->down = Error::of(ErrorCode::kUnavailable, "down");
  refused_with(ErrorCode::kIdentityProviderUnavailable);
}

TEST(AuthCompleteSignup, DatabaseThatIsAwayIsPassedOn) {
  db.fails(ErrorCode::kUnavailable);
  LONGS_EQUAL(int(ErrorCode::kUnavailable), int(post().error().code));
}

}  // namespace latchkey
