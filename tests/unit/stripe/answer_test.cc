#include "lib/stripe/answer.h"

#include <string>
#include <vector>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kError =
    R"({"error":{"type":"invalid_request_error","code":"email_invalid","param":"email",)"
    R"("message":"Invalid email address: ada@example.org"}})";

StripeAnswer judged(int status, const std::string& body = kError,
                    std::vector<std::string> lines = {}) {
  TransferReply reply;
  reply.status = status;
  reply.body = body;
  reply.lines = std::move(lines);
  return judge_stripe(reply);
}

void is(StripeOutcome outcome, const StripeAnswer& answer) {
  LONGS_EQUAL(int(outcome), int(answer.outcome));
}

}  // namespace

TEST_GROUP(StripeAnswer){};

TEST(StripeAnswer, AnObjectIsDone) {
  const auto answer = judged(200, R"({"id":"cus_1"})");

  is(StripeOutcome::kDone, answer);
  CHECK_NE(answer.body, nullptr);
}

TEST(StripeAnswer, WhatIsNoWholeObjectIsTriedAgain) {
  TransferReply lost;
  lost.fault = "Connection reset by peer";

  is(StripeOutcome::kRetry, judge_stripe(lost));
  is(StripeOutcome::kRetry, judged(200, "<html>"));
  is(StripeOutcome::kRetry, judged(200, "[]"));
  is(StripeOutcome::kRetry, judged(302, ""));
}

TEST(StripeAnswer, AnErrorOfOursIsPermanent) {
  const auto answer = judged(400, kError, {"HTTP/1.1 400", "Request-Id: req_1"});

  is(StripeOutcome::kNever, answer);
  CHECK_TRUE(answer.is_about_email);
  STRCMP_EQUAL("Stripe answered 400 invalid_request_error email_invalid email (req_1)",
               answer.why.c_str());
  is(StripeOutcome::kNever, judged(402));
  is(StripeOutcome::kNever, judged(404));
}

TEST(StripeAnswer, ARefusalOfSomethingElseIsNotAboutTheEmail) {
  const auto answer = judged(400, R"({"error":{"code":"parameter_invalid","param":"name"}})");

  is(StripeOutcome::kNever, answer);
  CHECK_FALSE(answer.is_about_email);
}

TEST(StripeAnswer, AnErrorThatIsNotStripesIsTriedAgain) {
  is(StripeOutcome::kRetry, judged(404, "<html>Not Found</html>"));
}

TEST(StripeAnswer, AKeyInUseIsTriedAgainAndAKeyOfOtherParametersIsSpent) {
  const std::string error = R"({"error":{"type":"idempotency_error"}})";

  is(StripeOutcome::kRetry, judged(409, error));
  is(StripeOutcome::kSpent, judged(400, error));
}

TEST(StripeAnswer, A500IsStoredAndOtherServerErrorsOnlyWhereTheySaySo) {
  is(StripeOutcome::kSpent, judged(500));
  is(StripeOutcome::kRetry, judged(503));
  is(StripeOutcome::kSpent, judged(503, kError, {"Idempotent-Replayed: true"}));
  is(StripeOutcome::kSpent, judged(503, kError, {"Stripe-Should-Retry: false"}));
}

TEST(StripeAnswer, StripeSaysWhetherToTryAgain) {
  is(StripeOutcome::kRetry, judged(400, kError, {"Stripe-Should-Retry: true"}));
  is(StripeOutcome::kNever, judged(409, kError, {"Stripe-Should-Retry: false"}));
  is(StripeOutcome::kNever, judged(429, kError, {"Stripe-Should-Retry: false"}));
}

TEST(StripeAnswer, TooManyRequestsAndARefusedKeyAreNoFaultOfTheJob) {
  is(StripeOutcome::kLimited, judged(429));
  is(StripeOutcome::kRefused, judged(401));
  is(StripeOutcome::kRefused, judged(403));
}

}  // namespace latchkey
