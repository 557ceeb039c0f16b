// What the settler writes down of which outcome, and whom it tells.
#include "cron/settler.h"

#include <string>

#include "tests/fakes/caller.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Settler) {
  using Row = FakeCaller::Row;

  FakeCaller db;
  Log log{"test", LogLevel::kError, -1};
  ErrorReports reports;
  Settler settler{db, log, reports, 1};

  void setup() override {
    db.answers({"1"});
    for (int i = 0; i < 8; ++i) db.answers("outbox_complete", {});
  }
  static OutboxJob job(std::int64_t id, std::int64_t attempts = 1) {
    return {{id, 3},
            "account-" + std::to_string(id),
            "stripe.customer.create",
            "{}",
            attempts,
            "key",
            FrozenParams{"{}", 1},
            false,
            std::nullopt,
            0};
  }
  // The parameters of the one call of a function.
  Row call(const std::string& function) {
    Row params;
    int calls = 0;
    for (const auto& asked : db.calls) {
      if (asked.statement != function) continue;
      params = asked.params;
      ++calls;
    }
    LONGS_EQUAL_TEXT(1, calls, function.c_str());
    return params;
  }
};

TEST(Settler, ManyOutcomesAreAFewCalls) {
  settler.settle(job(1), job_done("cus_1"));
  settler.settle(job(2), job_done());
  settler.settle(job(3), job_dead("why"));
  settler.settle(job(4), job_returned());

  CHECK_TRUE(settler.flush().has_value());

  CHECK_EQ(call("outbox_complete"), Row{"{1,2}", "{3,3}", "{\"cus_1\",NULL}"});
  CHECK_EQ(call("outbox_fail"), Row{"{3}", "{3}", "{NULL}", "{\"why\"}", "{f}", "{NULL}"});
  CHECK_EQ(call("outbox_release"), Row{"{4}", "{3}", "{0}"});
  CHECK_TRUE(settler.is_empty());
}

TEST(Settler, ARetryComesAfterABackOff) {
  JobOutcome outcome = job_retry("lost");
  outcome.suspect = true;
  settler.settle(job(1), outcome);

  CHECK_TRUE(settler.flush().has_value());

  const Row params = call("outbox_fail");
  CHECK_NE(params[2], "{NULL}");
  CHECK_EQ(params[4], "{t}");
  LONGS_EQUAL(1, settler.counts().retried);
  LONGS_EQUAL(1, reports.groups().size());
}

TEST(Settler, NoServiceCanPutAJobOffByMoreThanAnHour) {
  settler.settle(job(1), job_returned(std::chrono::hours(24)));

  CHECK_TRUE(settler.flush().has_value());

  CHECK_EQ(call("outbox_release")[2], "{3600000}");
}

TEST(Settler, AfterTheLastAttemptAJobIsDead) {
  settler.settle(job(1, kMostAttempts), job_retry("lost"));

  CHECK_TRUE(settler.flush().has_value());

  const Row params = call("outbox_fail");
  CHECK_EQ(params[2], "{NULL}");
  CHECK_EQ(params[3], "{\"too many attempts: lost\"}");
  LONGS_EQUAL(1, settler.counts().dead);
}

TEST(Settler, ARefusalIsWrittenDownAsOne) {
  settler.settle(job(1), job_dead("no", OutboxFault::kRefused));

  CHECK_TRUE(settler.flush().has_value());

  CHECK_EQ(call("outbox_fail")[5], "{\"refused\"}");
  LONGS_EQUAL(1, settler.counts().dead);
  LONGS_EQUAL(1, reports.groups().size());
}

TEST(Settler, ABadAddressIsNobodysAlarm) {
  settler.settle(job(1), job_dead("no such user", OutboxFault::kAddress));

  CHECK_TRUE(settler.flush().has_value());

  CHECK_EQ(call("outbox_fail")[5], "{\"address\"}");
  LONGS_EQUAL(0, settler.counts().dead);
  LONGS_EQUAL(1, settler.counts().bad_addresses);
  LONGS_EQUAL(0, reports.groups().size());
}

TEST(Settler, WhatTheDatabaseDidNotTakeIsKept) {
  settler.settle(job(1), job_done());
  db.fails(ErrorCode::kUnavailable);
  CHECK_FALSE(settler.flush().has_value());
  CHECK_FALSE(settler.is_empty());

  db.answers_rows({});

  CHECK_TRUE(settler.flush().has_value());
  CHECK_TRUE(settler.is_empty());
}

TEST(Settler, ACustomerOfAnotherAccountIsAnAlarmThatNamesTheJob) {
  FakeCaller conflicting;
  conflicting.answers("outbox_complete", {{"1", "conflict"}, {"2", "done"}});
  Settler other(conflicting, log, reports, 1);
  other.settle(job(1), job_done("cus_1"));
  other.settle(job(2), job_done("cus_2"));

  CHECK_TRUE(other.flush().has_value());

  LONGS_EQUAL(1, other.counts().done);
  LONGS_EQUAL(1, other.counts().dead);
  STRCMP_EQUAL("account-1", reports.groups().front().first.account.c_str());
  STRCMP_CONTAINS("alarm: cus_1", reports.groups().front().first.why.c_str());
}

TEST(Settler, AnAnswerOfAnotherShapeIsAnError) {
  FakeCaller odd;
  odd.answers({"x", "conflict"});
  Settler other(odd, log, reports, 1);
  other.settle(job(1), job_done("cus_1"));

  CHECK_TRUE(other.flush().has_value());

  LONGS_EQUAL(0, other.counts().dead);
}

}  // namespace latchkey
