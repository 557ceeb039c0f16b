#include <string>

#include "handlers/onboarding_save/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

std::string step(const std::string& name, const std::string& data) {
  return R"({"step":")" + name + R"(","data":)" + data + "}";
}

std::string member(const std::string& name, std::size_t characters) {
  return R"({")" + name + R"(":")" + std::string(characters, 'x') + R"("})";
}

}  // namespace

TEST_GROUP(OnboardingSave) {
  SignedInUser user;
  FakeCaller& db = user.db;

  Result<Response> save(const std::string& json) {
    return user.ask(handle_onboarding_save, user.post("/api/onboarding/save-progress", json));
  }
  void setup() override { db.answers({"saved", R"({"currentStep":"audience"})"}); }
};

TEST(OnboardingSave, StepIsSavedAndProgressAnswered) {
  const auto reply =
      save(step("business", R"({"website":"https://a.example","business_name":"A"})"));

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"currentStep":"audience"})", reply->body.c_str());
  STRCMP_EQUAL("onboarding_save_step", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "business",
                           R"({"business_name":"A","website":"https://a.example"})"});
}

TEST(OnboardingSave, AbsentWebsiteIsLeftOut) {
  for (const char* data : {R"({"business_name":"A"})", R"({"business_name":"A","website":null})"}) {
    CHECK_TRUE(save(step("business", data)).has_value());
    CHECK_EQ(db.calls.back().params[3], R"({"business_name":"A"})");
  }
}

TEST(OnboardingSave, EachStepHasItsFields) {
  CHECK_TRUE(save(step("audience", member("target_audience", 4000))).has_value());
  CHECK_TRUE(save(step("goals", member("analysis_goals", 4000))).has_value());
  CHECK_TRUE(save(step("business", member("business_name", 200))).has_value());
}

TEST(OnboardingSave, ValuesOutOfBoundsAreNamed) {
  const std::pair<std::string, const char*> bodies[] = {
      {"{}", "step"},
      {R"({"step":"business"})", "data"},
      {step("business", "[]"), "data"},
      {step("payment", "{}"), "step"},
      {step("", "{}"), "step"},
      {step("business", "{}"), "data.business_name"},
      {step("business", R"({"business_name":null})"), "data.business_name"},
      {step("business", member("business_name", 201)), "data.business_name"},
      {step("business", R"({"business_name":"A","website":"ftp://a.example"})"), "data.website"},
      {step("audience", member("target_audience", 4001)), "data.target_audience"},
      {step("goals", member("analysis_goals", 0)), "data.analysis_goals"},
  };
  for (const auto& [body, field] : bodies) {
    const auto reply = save(body);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(field, first_field(reply).c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(OnboardingSave, FieldsOfOtherStepsAreUnknown) {
  const auto reply = save(step("audience", R"({"target_audience":"A","business_name":"A"})"));

  CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
  STRCMP_EQUAL("data.business_name", first_field(reply).c_str());
  STRCMP_EQUAL("more", first_field(save(R"({"step":"goals","data":{},"more":1})")).c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(OnboardingSave, RevokedSessionIsRefused) {
  db.answers({"revoked"});

  CHECK_EQ(save(step("goals", member("analysis_goals", 1))).error().code,
           ErrorCode::kSessionRevoked);
}

TEST(OnboardingSave, WithoutATokenTheDatabaseIsNotAsked) {
  user.authorization = "";

  CHECK_EQ(save(step("goals", member("analysis_goals", 1))).error().code,
           ErrorCode::kAccessTokenMissing);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
