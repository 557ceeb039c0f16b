// What the lane asks Stripe, in which order, and what it makes of the answers.
#include "cron/stripe_lane.h"

#include <optional>
#include <string>

#include "tests/fakes/caller.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kNow = 1'700'000'000;
constexpr const char* kParams =
    R"({"email":"e@example.org","name":"N","metadata":{"account_id":"a"}})";
constexpr const char* kCustomer = R"({"id":"cus_1","metadata":{"account_id":"a"}})";
constexpr const char* kNewKey = "99999999-9999-4999-8999-999999999999";

std::string page_of(const std::string& items) {
  return R"({"has_more":false,"data":[)" + items + "]}";
}

}  // namespace

TEST_GROUP(StripeLane) {
  FakeCaller db;
  Log log{"test", LogLevel::kError, -1};
  StripeLane lane{{"https://api.stripe.com", "sk_1", 0}, db, log, [] { return kNow; }};
  std::optional<Attempt> attempt;
  std::optional<HttpTransfer> request;  // that waits for its answer
  std::optional<JobOutcome> outcome;

  static OutboxJob create() {
    return {{7, 1},
            "a",
            "stripe.customer.create",
            "{}",
            1,
            "key-1",
            FrozenParams{kParams, kNow - 10},
            false,
            std::nullopt,
            0};
  }
  void perform(OutboxJob job) {
    auto params = lane.params_of(job);
    CHECK_TRUE(params.has_value());
    const UnixSeconds first = job.frozen->first_attempt_at;
    attempt = {std::move(job), first, std::move(*params),
               std::chrono::steady_clock::now() + kLease};
    take(lane.begin(*attempt));
  }
  void answer(int status, const std::string& body) {
    TransferReply reply;
    reply.status = status;
    reply.body = body;
    take(lane.answered(*attempt, reply, std::chrono::steady_clock::now()));
  }
  void take(Step step) {
    request.reset();
    if (auto* const is = std::get_if<JobOutcome>(&step)) {
      outcome = std::move(*is);
    } else {
      request = std::get<HttpTransfer>(std::get<Request>(std::move(step)));
    }
  }
  const HttpTransfer& asked() {
    CHECK_TRUE(request.has_value());
    return *request;
  }
  bool asks_with_key(const std::string& key) {
    for (const auto& header : asked().headers) {
      if (header == "Idempotency-Key: " + key) return true;
    }
    return false;
  }
  void ended(JobOutcome::Kind kind) {
    CHECK_TRUE(outcome.has_value());
    LONGS_EQUAL(int(kind), int(outcome->kind));
    CHECK_FALSE(request.has_value());
  }
  void fault(OutboxFault is) { LONGS_EQUAL(int(is), int(outcome->fault)); }
};

TEST(StripeLane, ACreateUnderAFreshKeyIsSentAtOnce) {
  perform(create());
  CHECK_TRUE(asks_with_key("key-1"));

  answer(200, kCustomer);

  ended(JobOutcome::Kind::kDone);
  STRCMP_EQUAL("cus_1", outcome->customer->c_str());
}

TEST(StripeLane, AStoredErrorMakesTheKeySuspect) {
  perform(create());

  answer(500, "{}");

  ended(JobOutcome::Kind::kRetry);
  CHECK_TRUE(outcome->suspect);
}

TEST(StripeLane, AfterAStoredErrorItLooksFirstAndTakesANewKey) {
  OutboxJob job = create();
  job.suspect = true;
  db.answers({kNewKey});
  perform(job);
  STRCMP_CONTAINS("?email=e%40example.org&created%5Bgte%5D=1699996390", asked().url.c_str());

  answer(200, page_of(""));

  STRCMP_EQUAL("outbox_rekey", db.calls.back().statement.c_str());
  CHECK_TRUE(asks_with_key(kNewKey));
  answer(200, kCustomer);
  ended(JobOutcome::Kind::kDone);
}

TEST(StripeLane, WithAnOldKeyItAdoptsTheCustomerThatIsThere) {
  OutboxJob job = create();
  job.frozen->first_attempt_at = kNow - 23 * 3600;
  perform(job);

  answer(200, page_of(kCustomer));

  ended(JobOutcome::Kind::kDone);
  STRCMP_EQUAL("cus_1", outcome->customer->c_str());
}

TEST(StripeLane, WithAnOldKeyAndNoCustomerItCreatesUnderTheSameKey) {
  OutboxJob job = create();
  job.frozen->first_attempt_at = kNow - 25 * 3600;
  perform(job);

  answer(200, page_of(R"({"id":"cus_9","metadata":{"account_id":"other"}})"));

  CHECK_TRUE(asks_with_key("key-1"));
  LONGS_EQUAL(0, db.calls.size());
}

TEST(StripeLane, SeveralCustomersAreAnAlarm) {
  OutboxJob job = create();
  job.suspect = true;
  perform(job);

  answer(200, page_of(std::string(kCustomer) + R"(,{"id":"cus_2","metadata":{"account_id":"a"}})"));

  ended(JobOutcome::Kind::kDead);
  STRCMP_CONTAINS("alarm", outcome->why.c_str());
  STRCMP_CONTAINS("cus_1 cus_2", outcome->why.c_str());
}

TEST(StripeLane, ReadsEveryPageBeforeItDecides) {
  OutboxJob job = create();
  job.suspect = true;
  perform(job);

  answer(200, R"({"has_more":true,"data":[{"id":"cus_8","metadata":{}}]})");
  STRCMP_CONTAINS("starting_after=cus_8", asked().url.c_str());
  answer(200, page_of(kCustomer));

  ended(JobOutcome::Kind::kDone);
}

TEST(StripeLane, WhereTheFenceIsLostItCreatesNothing) {
  OutboxJob job = create();
  job.suspect = true;
  db.answers({std::nullopt});
  perform(job);

  answer(200, page_of(""));

  ended(JobOutcome::Kind::kReturned);
}

TEST(StripeLane, AnAccountThatHasItsCustomerNeedsNone) {
  OutboxJob job = create();
  job.customer = "cus_1";
  perform(job);

  ended(JobOutcome::Kind::kDone);
}

TEST(StripeLane, AnUpdateWithoutACustomerQueuesTheCreateFirst) {
  OutboxJob job = create();
  job.kind = "stripe.customer.update";
  db.answers({"queued"});
  perform(job);

  ended(JobOutcome::Kind::kReturned);
  STRCMP_EQUAL("outbox_create_first", db.calls.back().statement.c_str());
  CHECK_EQ(db.calls.back().params, FakeCaller::Row{"7", "1"});
}

TEST(StripeLane, AnUpdateOfNobodyIsDead) {
  OutboxJob job = create();
  job.kind = "stripe.customer.update";
  db.answers({"unknown"});
  perform(job);

  ended(JobOutcome::Kind::kDead);
}

TEST(StripeLane, WhatStripeRefusesIsDeadAndDidNothing) {
  perform(create());

  answer(400, R"({"error":{"code":"parameter_invalid","param":"name"}})");

  ended(JobOutcome::Kind::kDead);
  fault(OutboxFault::kRefused);
}

TEST(StripeLane, AnEmailThatStripeRefusesIsAFaultOfTheAddress) {
  perform(create());

  answer(400, R"({"error":{"code":"email_invalid","param":"email"}})");

  ended(JobOutcome::Kind::kDead);
  fault(OutboxFault::kAddress);
}

TEST(StripeLane, ASearchThatIsRefusedTellsNothingOfTheCreateBeforeIt) {
  OutboxJob job = create();
  job.suspect = true;
  perform(job);

  answer(400, R"({"error":{"code":"email_invalid","param":"email"}})");

  ended(JobOutcome::Kind::kDead);
  fault(OutboxFault::kUnknown);
}

TEST(StripeLane, AFirstAttemptDatedByAClockThatWasAheadIsLookedForWhateverItsDate) {
  OutboxJob job = create();
  job.frozen->first_attempt_at = kNow + 5 * 3600;
  perform(job);

  STRCMP_CONTAINS("created%5Bgte%5D=0&", asked().url.c_str());
}

TEST(StripeLane, TooManyRequestsPauseTheLaneAndCountForNoJob) {
  db.answers({"1"});
  perform(create());

  answer(429, "{}");

  ended(JobOutcome::Kind::kReturned);
  CHECK_TRUE(outcome->at_least >= std::chrono::seconds(2));
  STRCMP_EQUAL("outbox_pause", db.calls.back().statement.c_str());
}

TEST(StripeLane, ARefusedKeyHoldsTheLane) {
  db.answers({"1"});
  perform(create());

  answer(401, "{}");

  ended(JobOutcome::Kind::kReturned);
  CHECK_FALSE(lane.is_open());
  STRCMP_EQUAL("Stripe refuses LATCHKEY_STRIPE_SECRET_KEY", lane.held_because()->c_str());
}

TEST(StripeLane, WithoutAKeyTheLaneIsHeld) {
  const StripeLane held({"https://api.stripe.com", "", 0}, db, log, [] { return kNow; });

  STRCMP_EQUAL("LATCHKEY_STRIPE_SECRET_KEY is not set", held.held_because()->c_str());
}

}  // namespace latchkey
