#include <string>

#include "handlers/auth_session/handler.h"
#include "lib/worker/signed_in.h"
#include "tests/fakes/rows.h"
#include "tests/handlers/access_tokens.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(AuthSession) {
  FakeCaller db;
  AccessTokens tokens;
  SignedIn worker{db, tokens.verifier()};
  std::string authorization = tokens.bearer();

  Result<Response> ask() {
    Request request;
    request.authorization = authorization;
    return worker.answer(request, handle_auth_session);
  }
  static SessionRow live() {
    return {.user_id = std::string(kUserId), .account_id = std::string(kAccountId)};
  }
};

TEST(AuthSession, LiveSessionIsShown) {
  db.answers(live());

  const auto reply = ask();

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"user":{"id":"11111111-1111-4111-8111-111111111111","email":"ada@example.com",)"
               R"("full_name":"Ada","avatar_url":null},)"
               R"("account":{"id":"33333333-3333-4333-8333-333333333333","name":"Ada's Account",)"
               R"("slug":"ada","credits":25,"available":25},"onboardingCompleted":false,)"
               R"("session":{"id":"22222222-2222-4222-8222-222222222222",)"
               R"("created_at":"2026-01-02T03:04:05Z","expires_at":"2026-01-09T03:04:05Z"}})",
               reply->body.c_str());
}

TEST(AuthSession, SessionOfTheTokenIsAskedForInOneCall) {
  db.answers(live());

  CHECK_TRUE(ask().has_value());

  LONGS_EQUAL(1, db.calls.size());
  STRCMP_EQUAL("session_get", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId)});
}

TEST(AuthSession, RevokedSessionIsRefused) {
  db.answers({"revoked"});

  CHECK_EQ(ask().error().code, ErrorCode::kSessionRevoked);
}

TEST(AuthSession, WithoutAGoodTokenTheDatabaseIsNotAsked) {
  authorization = "";
  CHECK_EQ(ask().error().code, ErrorCode::kAccessTokenMissing);
  authorization = AccessTokens().bearer();  // of another key
  CHECK_EQ(ask().error().code, ErrorCode::kAccessTokenInvalid);

  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthSession, DatabaseThatIsAwayIsTold) {
  db.fails(ErrorCode::kUnavailable);

  CHECK_EQ(ask().error().code, ErrorCode::kUnavailable);
}

TEST(AuthSession, UnexpectedAnswerIsADefect) {
  SessionRow without_email = live();
  without_email.email = std::nullopt;
  SessionRow bad_credits = live();
  bad_credits.credits = "many";
  for (const FakeCaller::Row& row :
       {FakeCaller::Row(without_email), FakeCaller::Row(bad_credits), {"odd"}, {std::nullopt}}) {
    db.answers(row);
    CHECK_EQ(ask().error().code, ErrorCode::kInternal);
  }
  db.answers_rows({});
  CHECK_EQ(ask().error().code, ErrorCode::kInternal);
  db.answers_rows({live(), live()});
  CHECK_EQ(ask().error().code, ErrorCode::kInternal);
}

}  // namespace latchkey
