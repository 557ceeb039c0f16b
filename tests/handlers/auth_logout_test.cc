#include <string>

#include "handlers/auth_logout/handler.h"
#include "lib/crypto/refresh_token.h"
#include "tests/fakes/caller.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(AuthLogout) {
  FakeCaller db;
  AuthLogout context{db, RefreshTransport::in_body()};
  const RefreshToken token = RefreshToken::random();
  const std::string cookie_text = "__Host-latchkey-refresh=" + token.text();
  Request request;

  void setup() override {
    request.content_type = "application/json";
    db.answers({"revoked", "2"});
  }
  void use_cookie() {
    context.transport = RefreshTransport::in_cookie({"https://app.example"});
    request.content_type = "";
    request.client_header = "web";
    request.cookie = cookie_text;
  }
  Result<Response> logout(const std::string& members) {
    request.body = R"({"refreshToken":")" + token.text() + "\"" + members + "}";
    return handle_auth_logout(request, context);
  }
  std::string scope_asked_for() { return db.calls.back().params[1].value(); }
};

TEST(AuthLogout, EachSessionThatItEndsIsCounted) {
  const auto reply = logout("");

  CHECK_EQ(reply->happened->event, Event::kRevokedByLogout);
  LONGS_EQUAL(2, reply->happened->times);
}

TEST(AuthLogout, EndsAllSessionsUnlessToldOtherwise) {
  const auto reply = logout("");

  STRCMP_EQUAL(R"({"success":true})", reply->body.c_str());
  STRCMP_EQUAL("session_logout", db.calls[0].statement.c_str());
  const Sha256 hash = token.hash();
  CHECK_EQ(db.calls[0].params[0], std::string(hash.begin(), hash.end()));
  STRCMP_EQUAL("global", scope_asked_for().c_str());
}

TEST(AuthLogout, ScopeIsPassedOn) {
  for (const std::string scope : {"global", "local", "others"}) {
    CHECK_TRUE(logout(R"(,"scope":")" + scope + "\"").has_value());
    STRCMP_EQUAL(scope.c_str(), scope_asked_for().c_str());
  }
  CHECK_TRUE(logout(R"(,"scope":null)").has_value());
  STRCMP_EQUAL("global", scope_asked_for().c_str());
}

TEST(AuthLogout, AnotherScopeIsNotValid) {
  for (const auto* scope : {R"("all")", R"("")", R"("GLOBAL")", "1"}) {
    const auto reply = logout(R"(,"scope":)" + std::string(scope));
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL("scope", reply.error().fields.at(0).field.c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthLogout, UnknownTokenIsAnsweredAlike) {
  db.answers({"unknown", "0"});
  STRCMP_EQUAL(R"({"success":true})", logout("")->body.c_str());
}

TEST(AuthLogout, WhatCannotBeATokenIsAnsweredAlikeWithoutACall) {
  request.body = R"({"refreshToken":"x"})";
  STRCMP_EQUAL(R"({"success":true})", handle_auth_logout(request, context)->body.c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthLogout, DatabaseThatIsAwayIsTold) {
  db.fails(ErrorCode::kUnavailable);
  CHECK_EQ(logout("").error().code, ErrorCode::kUnavailable);
}

TEST(AuthLogout, UnexpectedAnswerIsADefect) {
  db.answers({"odd"});
  CHECK_EQ(logout("").error().code, ErrorCode::kInternal);
  db.answers({"revoked"});
  CHECK_EQ(logout("").error().code, ErrorCode::kInternal);
}

TEST(AuthLogout, CookieIsTakenAndTakenAway) {
  use_cookie();

  const auto reply = handle_auth_logout(request, context);

  LONGS_EQUAL(1, db.calls.size());
  STRCMP_CONTAINS("Max-Age=0", reply->headers.at(0).second.c_str());
}

TEST(AuthLogout, CookieStaysWhereOnlyTheOthersAreLoggedOut) {
  use_cookie();
  request.content_type = "application/json";
  request.body = R"({"scope":"others"})";

  const auto reply = handle_auth_logout(request, context);

  STRCMP_EQUAL("others", scope_asked_for().c_str());
  CHECK_TRUE(reply->headers.empty());
}

TEST(AuthLogout, CookieOfACrossSiteFormIsRefused) {
  use_cookie();
  request.client_header = "";
  CHECK_EQ(handle_auth_logout(request, context).error().code, ErrorCode::kForbidden);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
