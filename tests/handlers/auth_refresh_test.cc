#include <string>

#include "handlers/auth_refresh/handler.h"
#include "lib/crypto/refresh_token.h"
#include "tests/fakes/rows.h"
#include "tests/handlers/access_tokens.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

const std::string kRotationKey(32, 'k');
constexpr std::string_view kKey = "0123456789abcdef";

std::string bytes_of(const Sha256& hash) { return {hash.begin(), hash.end()}; }

std::string json_of(const std::string& token) { return R"({"refreshToken":")" + token + R"("})"; }

RotatedSessionRow session(const char* outcome) {
  return {.outcome = outcome,
          .session_id = std::string(kSessionId),
          .user_id = std::string(kUserId),
          .account_id = std::string(kAccountId)};
}

// The text between `name":"` and the next quote.
std::string member(const std::string& json, const std::string& name) {
  const auto start = json.find(name + "\":\"") + name.size() + 3;
  return json.substr(start, json.find('"', start) - start);
}

}  // namespace

TEST_GROUP(AuthRefresh) {
  FakeCaller db;
  AccessTokens tokens;
  AuthRefresh context{
      db, tokens.signer(), kRotationKey, {10, 604'800, 0}, RefreshTransport::in_body()};
  const RefreshToken presented = RefreshToken::random();
  Request request;

  void setup() override {
    request.content_type = "application/json";
    request.body = json_of(presented.text());
    request.remote_addr = "192.0.2.1";
    request.user_agent = "test/1";
    request.request_id = "r-1";
    db.answers(session("rotated"));
  }
  void use_cookie() {
    context.transport = RefreshTransport::in_cookie({"https://app.example"});
    request.body.clear();
    request.content_type = "";
    request.client_header = "web";
    cookie_text = "__Host-latchkey-refresh=" + presented.text();
    request.cookie = cookie_text;
  }
  Result<Response> refresh() { return handle_auth_refresh(request, context); }
  ErrorCode error() { return refresh().error().code; }
  std::string cookie_text;
};

TEST(AuthRefresh, SuccessorAndAFreshAccessTokenAreAnswered) {
  const auto reply = refresh();

  CHECK_TRUE(reply.has_value());
  STRCMP_EQUAL(presented.successor(kRotationKey).text().c_str(),
               member(reply->body, "refreshToken").c_str());
  STRCMP_CONTAINS(R"("expiresIn":900,"refreshExpiresIn":604800})", reply->body.c_str());
  auto verifier = tokens.verifier();
  const auto claims = verifier.verify(member(reply->body, "accessToken"));
  CHECK_TRUE(claims.has_value());
  CHECK_EQ(claims->user_id, kUserId);
  CHECK_EQ(claims->session_id, kSessionId);
  CHECK_EQ(claims->account_id, kAccountId);
  CHECK_TRUE(claims->onboarding_completed);
}

TEST(AuthRefresh, DatabaseLearnsHashesOnly) {
  request.idempotency_key = kKey;

  CHECK_TRUE(refresh().has_value());

  LONGS_EQUAL(1, db.calls.size());
  STRCMP_EQUAL("session_rotate", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{bytes_of(presented.hash()),
                                               bytes_of(presented.successor(kRotationKey).hash()),
                                               bytes_of(sha256(kKey)), "10", "604800", "0",
                                               "192.0.2.1", "test/1", "r-1"});
}

TEST(AuthRefresh, RepeatGetsTheSameSuccessor) {
  const std::string first = member(refresh()->body, "refreshToken");
  db.answers(session("replayed"));

  const std::string second = member(refresh()->body, "refreshToken");

  STRCMP_EQUAL(first.c_str(), second.c_str());
}

TEST(AuthRefresh, RotationsAndRepeatsAreCountedApart) {
  CHECK_EQ(refresh()->happened->event, Event::kRefreshRotated);
  db.answers(session("replayed"));
  CHECK_EQ(refresh()->happened->event, Event::kRefreshReplayed);
}

TEST(AuthRefresh, WithoutAnIdempotencyKeyThereIsNoAttempt) {
  request.remote_addr = "unix:";

  CHECK_TRUE(refresh().has_value());

  CHECK_FALSE(db.calls[0].params[2].has_value());
  CHECK_FALSE(db.calls[0].params[6].has_value());
}

TEST(AuthRefresh, EachRefusalHasItsCode) {
  const std::pair<const char*, ErrorCode> refusals[] = {
      {"invalid", ErrorCode::kRefreshTokenInvalid},
      {"expired", ErrorCode::kRefreshTokenExpired},
      {"reused", ErrorCode::kRefreshTokenReused},
      {"revoked", ErrorCode::kSessionRevoked},
      {"odd", ErrorCode::kInternal}};
  for (const auto& [outcome, code] : refusals) {
    db.answers({outcome});
    CHECK_EQ(error(), code);
  }
}

TEST(AuthRefresh, NoTokenOfOursIsInvalidWithoutACall) {
  for (const std::string token : {"", "x", "not base64url, though it has as many characters",
                                  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"}) {
    request.body = json_of(token);
    CHECK_EQ(error(), ErrorCode::kRefreshTokenInvalid);
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthRefresh, BadInputSpendsNothing) {
  request.body = "{}";
  CHECK_EQ(error(), ErrorCode::kValidationFailed);
  request.body = R"({"refreshToken":1})";
  CHECK_EQ(error(), ErrorCode::kValidationFailed);
  request.body = R"({"refreshToken":"x","more":1})";
  CHECK_EQ(error(), ErrorCode::kInvalidRequest);
  request.body = json_of(presented.text());
  request.idempotency_key = "short";
  CHECK_EQ(error(), ErrorCode::kInvalidRequest);
  request.idempotency_key = {};
  request.content_type = "text/plain";
  CHECK_EQ(error(), ErrorCode::kUnsupportedMediaType);

  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthRefresh, CookieTokenIsAnsweredInTheCookie) {
  use_cookie();

  const auto reply = refresh();

  CHECK_TRUE(reply.has_value());
  CHECK_LACKS(reply->body, "refreshToken");
  CHECK_TRUE(reply->headers.at(0).second.starts_with(
      "__Host-latchkey-refresh=" + presented.successor(kRotationKey).text() + ";"));
}

TEST(AuthRefresh, CookieNeedsTheClientHeaderAndOurOrigin) {
  use_cookie();
  request.client_header = "";
  CHECK_EQ(error(), ErrorCode::kForbidden);
  request.client_header = "web";
  request.origin = "https://evil.example";
  CHECK_EQ(error(), ErrorCode::kForbidden);

  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthRefresh, WithoutItsCookieATokenInTheBodyIsNotTaken) {
  use_cookie();
  request.cookie = "";
  request.content_type = "application/json";
  request.body = json_of(presented.text());

  CHECK_EQ(error(), ErrorCode::kRefreshTokenInvalid);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
