// When the lane sends, and what becomes of the jobs that it does not.
#include "cron/mail_lane.h"

#include <chrono>
#include <string>
#include <vector>

#include "tests/fakes/transfers.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(MailLane) {
  using Kind = JobOutcome::Kind;

  FakeTransfers transfers;
  Log log{"test", LogLevel::kError, -1};
  MailLane lane{
      {"smtp://127.0.0.1:25", "", "Latchkey <hello@latchkey.example>", "https://app.example", ""},
      transfers,
      log};
  TimePoint now = std::chrono::steady_clock::now();
  std::vector<JobOutcome> outcomes;

  void hold(std::chrono::seconds lease = kLease) {
    OutboxJob job;
    job.kind = "email.welcome";
    job.idempotency_key = "11111111-1111-4111-8111-111111111111";
    job.params = R"({"email":"e@example.org","full_name":"N"})";
    job.first_attempt_at = 1'700'000'000;
    lane.perform({std::move(job), now + lease},
                 [this](JobOutcome outcome) { outcomes.push_back(std::move(outcome)); });
  }
  void answer(int status, std::chrono::seconds after = {}) {
    transfers.answer(status, "");
    now += after;
    lane.pump(now);
  }
  void ended(std::size_t which, Kind kind) {
    CHECK(which < outcomes.size());
    LONGS_EQUAL(int(kind), int(outcomes[which].kind));
  }
};

TEST(MailLane, SendsOneMailAtATime) {
  hold();
  hold();
  lane.pump(now);
  LONGS_EQUAL(1, transfers.started.size());

  answer(250);

  ended(0, Kind::kDone);
  LONGS_EQUAL(1, transfers.started.size());
  answer(250);
  ended(1, Kind::kDone);
  CHECK_TRUE(lane.is_open());
}

TEST(MailLane, AServerThatHangsGetsNoSecondMailInTheRun) {
  hold();
  hold();
  lane.pump(now);

  answer(250, std::chrono::seconds(10));

  ended(0, Kind::kDone);
  ended(1, Kind::kReturned);
  CHECK_FALSE(lane.is_open());
  LONGS_EQUAL(0, transfers.started.size());
}

TEST(MailLane, APauseBetweenMailsIsNoHanging) {
  hold();
  lane.pump(now);
  answer(250);
  now += std::chrono::minutes(1);
  lane.pump(now);

  hold();
  lane.pump(now);

  CHECK_TRUE(lane.is_open());
  LONGS_EQUAL(1, transfers.started.size());
  answer(250);
}

TEST(MailLane, AJobWhoseLeaseEndsTooSoonIsReturned) {
  hold(kTransferTimeout);
  lane.pump(now);

  ended(0, Kind::kReturned);
  LONGS_EQUAL(0, transfers.started.size());
}

}  // namespace latchkey
