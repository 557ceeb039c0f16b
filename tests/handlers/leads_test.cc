#include <string>

#include "handlers/leads/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kLead = R"({"id":"44444444-4444-4444-8444-444444444444","name":"Ada"})";
constexpr std::string_view kOneLead = "/api/leads/44444444-4444-4444-8444-444444444444";
constexpr std::string_view kKey = "0123456789abcdef";

}  // namespace

TEST_GROUP(Leads) {
  SignedInUser user;
  FakeCaller& db = user.db;

  Result<Response> ask(const Request& request) { return user.ask(handle_leads, request); }
  Result<Response> create(const std::string& json) { return ask(user.post("/api/leads", json)); }
  void setup() override { db.answers({"created", kLead}); }
};

TEST(Leads, LeadIsMadeOfWhatWasSent) {
  const auto reply = create(R"({"name":" O'Hara; DROP TABLE leads","email":"ada@example.com",)"
                            R"("website":"https://example.com/?q=1","notes":"مرحبا 🦊"})");

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(201, reply->status);
  STRCMP_EQUAL(kLead, reply->body.c_str());
  LONGS_EQUAL(1, db.calls.size());
  STRCMP_EQUAL("lead_create", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId),
                           " O'Hara; DROP TABLE leads", "ada@example.com",
                           "https://example.com/?q=1", "مرحبا 🦊", std::nullopt});
}

TEST(Leads, WhatIsAbsentOrNullIsStoredAsNull) {
  CHECK_TRUE(create(R"({"name":"Ada","email":null})").has_value());

  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "Ada", {}, {}, {}, {}});
}

TEST(Leads, DatabaseLearnsTheHashOfTheIdempotencyKey) {
  Request request = user.post("/api/leads", R"({"name":"Ada"})");
  request.idempotency_key = kKey;

  CHECK_TRUE(ask(request).has_value());

  const Sha256 hash = sha256(kKey);
  CHECK_EQ(db.calls[0].params.back(), std::string(hash.begin(), hash.end()));
}

TEST(Leads, KeyOfAnotherRequestIsNamed) {
  db.answers({"conflict"});

  const auto reply = create(R"({"name":"Ada"})");

  CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
  STRCMP_EQUAL("Idempotency-Key", first_field(reply).c_str());
}

TEST(Leads, ValuesOutOfBoundsAreNamed) {
  const std::string too_long(201, 'x');
  const std::pair<std::string, const char*> bodies[] = {
      {"{}", "name"},
      {R"({"name":""})", "name"},
      {R"({"name":7})", "name"},
      {R"({"name":")" + too_long + R"("})", "name"},
      {R"({"name":"Ada","email":""})", "email"},
      {R"({"name":"Ada","email":"ada"})", "email"},
      {R"({"name":"Ada","email":"ada@"})", "email"},
      {R"({"name":"Ada","email":"@example.com"})", "email"},
      {R"({"name":"Ada","email":"a@b@example.com"})", "email"},
      {R"({"name":"Ada","email":"ada @example.com"})", "email"},
      {R"({"name":"Ada","email":")" + std::string(309, 'x') + R"(@example.com"})", "email"},
      {R"({"name":"Ada","website":"javascript:alert"})", "website"},
      {R"({"name":"Ada","notes":")" + std::string(4001, 'x') + R"("})", "notes"},
  };
  for (const auto& [body, field] : bodies) {
    const auto reply = create(body);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(field, first_field(reply).c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Leads, LengthsAreInCharacters) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "🦊";

  CHECK_TRUE(create(R"({"name":")" + name + R"("})").has_value());
}

TEST(Leads, WhatIsNoRequestOfOursIsRefused) {
  CHECK_EQ(create("").error().code, ErrorCode::kInvalidRequest);
  CHECK_EQ(create("[]").error().code, ErrorCode::kInvalidRequest);
  CHECK_EQ(create(R"({"name":"a\u0000"})").error().code, ErrorCode::kInvalidRequest);
  CHECK_EQ(create(R"({"name":"\ud800"})").error().code, ErrorCode::kInvalidRequest);
  STRCMP_EQUAL("account_id", first_field(create(R"({"name":"Ada","account_id":"x"})")).c_str());
  Request request = user.post("/api/leads", R"({"name":"Ada"})");
  request.idempotency_key = "short";
  CHECK_EQ(ask(request).error().code, ErrorCode::kInvalidRequest);

  LONGS_EQUAL(0, db.calls.size());
}

TEST(Leads, EachRefusalHasItsCode) {
  const std::pair<const char*, ErrorCode> refusals[] = {
      {"revoked", ErrorCode::kSessionRevoked},
      {"onboarding_required", ErrorCode::kOnboardingRequired},
      {"odd", ErrorCode::kInternal}};
  for (const auto& [outcome, code] : refusals) {
    db.answers({outcome});
    CHECK_EQ(create(R"({"name":"Ada"})").error().code, code);
  }
  db.answers({"created"});  // and no lead
  CHECK_EQ(create(R"({"name":"Ada"})").error().code, ErrorCode::kInternal);
}

TEST(Leads, FirstPageHasTheCursorOfTheNext) {
  db.answers({"ok", "[1,2]", "44444444-4444-4444-8444-444444444444"});

  const auto reply = ask(user.get("/api/leads", "limit=2"));

  STRCMP_EQUAL(R"({"items":[1,2],"nextCursor":"RERERERERESERERERERERA"})", reply->body.c_str());
  STRCMP_EQUAL("lead_list", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "2", {}, {}});
}

TEST(Leads, SearchIsHandedOnDecoded) {
  db.answers({"ok", "[]"});

  CHECK_TRUE(ask(user.get("/api/leads", "q=caf%C3%A9+100%25%2B&limit=2")).has_value());

  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "2", {}, "café 100%+"});
}

TEST(Leads, SearchOutOfBoundsIsNamed) {
  const std::string too_long(201, 'x');
  for (const std::string& query : {std::string("q="), std::string("q=%"), std::string("q=%00"),
                                   std::string("q=%ff"), std::string("q=a&q=b"), "q=" + too_long}) {
    const auto reply = ask(user.get("/api/leads", query));
    CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
    STRCMP_EQUAL("q", first_field(reply).c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Leads, CursorLeadsToTheLastPage) {
  db.answers({"ok", "[]"});

  const auto reply = ask(user.get("/api/leads", "cursor=RERERERERESERERERERERA"));

  STRCMP_EQUAL(R"({"items":[],"nextCursor":null})", reply->body.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId),
                                               std::string(kUserId),
                                               "25",
                                               "44444444-4444-4444-8444-444444444444",
                                               {}});
}

TEST(Leads, CursorOfSomebodyElseIsNamed) {
  db.answers({"invalid_cursor"});

  const auto reply = ask(user.get("/api/leads", "cursor=RERERERERESERERERERERA"));

  CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
  STRCMP_EQUAL("cursor", first_field(reply).c_str());
}

TEST(Leads, MadeUpCursorAsksNothing) {
  for (const char* query : {"cursor=x", "cursor=", "cursor=RERERERERESERERERERERARERE"}) {
    const auto reply = ask(user.get("/api/leads", query));
    CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
    STRCMP_EQUAL("cursor", first_field(reply).c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Leads, OneLeadIsShown) {
  db.answers({"found", kLead});

  const auto reply = ask(user.get(kOneLead));

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(kLead, reply->body.c_str());
  STRCMP_EQUAL("lead_get", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId),
                                               "44444444-4444-4444-8444-444444444444"});
}

TEST(Leads, UnknownLeadIsNotFound) {
  db.answers({"unknown"});

  CHECK_EQ(ask(user.get(kOneLead)).error().code, ErrorCode::kNotFound);
  CHECK_EQ(ask(user.get("/api/leads/7")).error().code, ErrorCode::kNotFound);
  LONGS_EQUAL(1, db.calls.size());
}

TEST(Leads, WithoutATokenTheDatabaseIsNotAsked) {
  user.authorization = "";

  CHECK_EQ(create(R"({"name":"Ada"})").error().code, ErrorCode::kAccessTokenMissing);
  CHECK_EQ(ask(user.get("/api/leads")).error().code, ErrorCode::kAccessTokenMissing);
  CHECK_EQ(ask(user.get(kOneLead)).error().code, ErrorCode::kAccessTokenMissing);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
