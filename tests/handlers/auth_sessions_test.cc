#include <string>

#include "handlers/auth_sessions/handler.h"
#include "lib/worker/signed_in.h"
#include "tests/fakes/caller.h"
#include "tests/handlers/access_tokens.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kSessions = "/api/auth/sessions";
constexpr const char* kOther = "44444444-4444-4444-8444-444444444444";
constexpr const char* kCursorOfOther = "RERERERERESEREREREREREQ";  // not of 16 bytes
constexpr const char* kItems = R"([{"id":"22222222-2222-4222-8222-222222222222"}])";

}  // namespace

TEST_GROUP(AuthSessions) {
  FakeCaller db;
  AccessTokens tokens;
  SignedIn worker{db, tokens.verifier()};
  std::string authorization = tokens.bearer();

  Result<Response> ask(std::string_view method, std::string_view path,
                       std::string_view query = {}) {
    Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.authorization = authorization;
    request.remote_addr = "203.0.113.7";
    request.user_agent = "agent";
    request.request_id = "r-1";
    return worker.answer(request, handle_auth_sessions);
  }
  Result<Response> list(std::string_view query = {}) { return ask("GET", kSessions, query); }
  Result<Response> revoke(const std::string& id) {
    return ask("DELETE", std::string(kSessions) + "/" + id);
  }
};

TEST(AuthSessions, LastPageHasNoCursor) {
  db.answers({"ok", kItems});

  const auto reply = list();

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"items":[{"id":"22222222-2222-4222-8222-222222222222"}],"nextCursor":null})",
               reply->body.c_str());
}

TEST(AuthSessions, PageIsAskedForAsTheBearer) {
  db.answers({"ok", "[]"});

  CHECK_TRUE(list("limit=7").has_value());

  LONGS_EQUAL(1, db.calls.size());
  STRCMP_EQUAL("session_list", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "7", std::nullopt});
}

TEST(AuthSessions, CursorOfAPageLeadsToTheNext) {
  db.answers({"ok", "[]", kOther});
  const std::string body = list()->body;
  const std::string_view start = R"({"items":[],"nextCursor":")";
  CHECK_TRUE(body.starts_with(start));
  const std::string cursor = body.substr(start.size(), body.size() - start.size() - 2);

  CHECK_TRUE(list("cursor=" + cursor).has_value());

  STRCMP_EQUAL(kOther, db.calls.at(1).params.at(3)->c_str());
}

TEST(AuthSessions, WhatIsNoCursorIsRefusedUnasked) {
  for (const std::string cursor : {kCursorOfOther, kOther, "x", "*", "AAAA"}) {
    const auto reply = list("cursor=" + cursor);

    CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
    STRCMP_EQUAL("cursor", reply.error().fields.at(0).field.c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthSessions, CursorOfAnotherUserIsRefused) {
  db.answers({"invalid_cursor"});

  const auto reply = list();

  CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
  STRCMP_EQUAL("cursor", reply.error().fields.at(0).field.c_str());
}

TEST(AuthSessions, SessionIsRevokedAsTheBearer) {
  db.answers({"ended"});

  const auto reply = revoke(kOther);

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(204, reply->status);
  STRCMP_EQUAL("", reply->body.c_str());
  STRCMP_EQUAL("session_revoke", db.calls.at(0).statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId),
                                               kOther, "203.0.113.7", "agent", "r-1"});
}

TEST(AuthSessions, SessionOfAnotherUserIsNotFound) {
  db.answers({"unknown"});

  CHECK_EQ(revoke(kOther).error().code, ErrorCode::kNotFound);
}

TEST(AuthSessions, WhatIsNoIdIsNotFoundUnasked) {
  for (const char* id : {"", "x", "44444444-4444-4444-8444-44444444444z"}) {
    CHECK_EQ(revoke(id).error().code, ErrorCode::kNotFound);
  }
  CHECK_EQ(ask("DELETE", kSessions).error().code, ErrorCode::kNotFound);
  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthSessions, RevokedBearerIsRefused) {
  db.answers({"revoked"});

  CHECK_EQ(list().error().code, ErrorCode::kSessionRevoked);
  CHECK_EQ(revoke(kOther).error().code, ErrorCode::kSessionRevoked);
}

TEST(AuthSessions, WithoutAGoodTokenTheDatabaseIsNotAsked) {
  authorization = "";
  CHECK_EQ(list().error().code, ErrorCode::kAccessTokenMissing);
  authorization = AccessTokens().bearer();  // of another key
  CHECK_EQ(revoke(kOther).error().code, ErrorCode::kAccessTokenInvalid);

  LONGS_EQUAL(0, db.calls.size());
}

TEST(AuthSessions, UnexpectedAnswerIsADefect) {
  db.answers({"odd"});

  CHECK_EQ(list().error().code, ErrorCode::kInternal);
  CHECK_EQ(revoke(kOther).error().code, ErrorCode::kInternal);
}

}  // namespace latchkey
