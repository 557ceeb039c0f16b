#include "handlers/onboarding_progress/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(OnboardingProgress) {
  SignedInUser user;

  Result<Response> ask() {
    return user.ask(handle_onboarding_progress, user.get("/api/onboarding/progress"));
  }
};

TEST(OnboardingProgress, ProgressIsShownAsTheDatabaseSaysIt) {
  user.db.answers({"ok", R"({"currentStep":"goals"})"});

  const auto reply = ask();

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"currentStep":"goals"})", reply->body.c_str());
  STRCMP_EQUAL("onboarding_progress", user.db.calls[0].statement.c_str());
  CHECK_EQ(user.db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId)});
}

TEST(OnboardingProgress, RevokedSessionIsRefused) {
  user.db.answers({"revoked"});

  CHECK_EQ(ask().error().code, ErrorCode::kSessionRevoked);
}

TEST(OnboardingProgress, WithoutATokenTheDatabaseIsNotAsked) {
  user.authorization = "";

  CHECK_EQ(ask().error().code, ErrorCode::kAccessTokenMissing);
  LONGS_EQUAL(0, user.db.calls.size());
}

}  // namespace latchkey
