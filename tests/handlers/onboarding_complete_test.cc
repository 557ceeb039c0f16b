#include <string>

#include "handlers/onboarding_complete/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(OnboardingComplete) {
  SignedInUser user;
  FakeCaller& db = user.db;

  Result<Response> complete(const std::string& json) {
    Request request = user.post("/api/onboarding/complete", json);
    if (json.empty()) request.content_type = "";
    request.remote_addr = "192.0.2.1";
    request.user_agent = "test/1";
    request.request_id = "r-1";
    return user.ask(handle_onboarding_complete, request);
  }
  void setup() override { db.answers({"completed", std::string(kAccountId)}); }
};

TEST(OnboardingComplete, WithoutABodyWhatWasSavedCounts) {
  const auto reply = complete("");

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"message":"Onboarding is completed.",)"
               R"("account_id":"33333333-3333-4333-8333-333333333333","onboardingCompleted":true})",
               reply->body.c_str());
  STRCMP_EQUAL("onboarding_complete", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "{}",
                                               "192.0.2.1", "test/1", "r-1"});
}

TEST(OnboardingComplete, FieldsOfTheBodyCountAsSaved) {
  const std::string profile =
      R"({"business_name":"A","website":"https://a.example","target_audience":"B",)"
      R"("analysis_goals":"C","business_one_liner":"D","business_context_pack":{"e":[1,2.5]}})";

  CHECK_TRUE(complete(profile).has_value());

  CHECK_EQ(db.calls[0].params[2], profile);
}

TEST(OnboardingComplete, NullIsAbsent) {
  CHECK_TRUE(complete(R"({"business_name":null,"business_context_pack":null})").has_value());

  CHECK_EQ(db.calls[0].params[2], "{}");
}

TEST(OnboardingComplete, MissingFieldsAreNamed) {
  db.answers({"incomplete", std::string(kAccountId), "business_name,analysis_goals"});

  const auto reply = complete("{}");

  CHECK_EQ(reply.error().code, ErrorCode::kOnboardingIncomplete);
  LONGS_EQUAL(2, reply.error().fields.size());
  STRCMP_EQUAL("business_name", reply.error().fields[0].field.c_str());
  STRCMP_EQUAL("analysis_goals", reply.error().fields[1].field.c_str());
}

TEST(OnboardingComplete, ValuesOutOfBoundsAreNamed) {
  const std::pair<std::string, const char*> bodies[] = {
      {R"({"business_name":""})", "business_name"},
      {R"({"website":"a.example"})", "website"},
      {R"({"business_one_liner":")" + std::string(301, 'x') + R"("})", "business_one_liner"},
      {R"({"business_context_pack":[]})", "business_context_pack"},
      {R"({"business_context_pack":{"a":")" + std::string(16 * 1024, 'x') + R"("}})",
       "business_context_pack"},
  };
  for (const auto& [body, field] : bodies) {
    const auto reply = complete(body);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(field, first_field(reply).c_str());
  }
  CHECK_EQ(complete(R"({"step":"goals"})").error().code, ErrorCode::kInvalidRequest);
  CHECK_EQ(complete("[]").error().code, ErrorCode::kInvalidRequest);
  LONGS_EQUAL(0, db.calls.size());
}

TEST(OnboardingComplete, RevokedSessionIsRefused) {
  db.answers({"revoked"});

  CHECK_EQ(complete("").error().code, ErrorCode::kSessionRevoked);
}

TEST(OnboardingComplete, UnexpectedAnswerIsADefect) {
  db.answers({"odd"});
  CHECK_EQ(complete("").error().code, ErrorCode::kInternal);
  db.answers({"completed"});  // and no account
  CHECK_EQ(complete("").error().code, ErrorCode::kInternal);
}

TEST(OnboardingComplete, WithoutATokenTheDatabaseIsNotAsked) {
  user.authorization = "";

  CHECK_EQ(complete("").error().code, ErrorCode::kAccessTokenMissing);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
