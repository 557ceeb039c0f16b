#include <algorithm>
#include <string>

#include "handlers/health/handler.h"
#include "tests/fakes/rows.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

UnixSeconds now = 0;

}  // namespace

TEST_GROUP(Health) {
  FakeCaller db;
  bool has_key = true;
  Health context{.db = db,
                 .latest_migration = "0001_first",
                 .check_signing_key = [this]() -> Result<Done> {
                   if (!has_key) return Error::of(ErrorCode::kNotFound, "/path: No such file");
                   return Done{};
                 },
                 .clock = [] { return now; }};

  void setup() override {
    now = 1'800'000'000;
    db.answers(HealthRow{});
  }
  Response ask() { return *handle_health(Request(), context); }
  [[nodiscard]] long writes() const {
    return std::count_if(db.calls.begin(), db.calls.end(),
                         [](const auto& call) { return call.statement == "health_write"; });
  }
};

TEST(Health, IsOkWhereEveryCheckIs) {
  const Response reply = ask();

  LONGS_EQUAL(200, reply.status);
  STRCMP_EQUAL(
      R"({"status":"ok","checks":{"database":"ok","migrations":"ok","signing_key":"ok","outbox":"ok"}})",
      reply.body.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{"0001_first"});
}

TEST(Health, AnswersByItselfWhileTheDatabaseIsAway) {
  db.fails(ErrorCode::kUnavailable);

  const Response reply = ask();

  LONGS_EQUAL(503, reply.status);
  STRCMP_EQUAL("Retry-After", reply.headers.at(0).first.c_str());
  STRCMP_CONTAINS(R"("status":"failing","checks":{"database":"failing: not reachable")",
                  reply.body.c_str());
  STRCMP_CONTAINS(R"("signing_key":"ok")", reply.body.c_str());
}

TEST(Health, CallThatFailsIsADatabaseThatFails) {
  db.fails(ErrorCode::kInternal);

  LONGS_EQUAL(503, ask().status);
  STRCMP_CONTAINS(R"("database":"failing: its check can't be called")", ask().body.c_str());
}

TEST(Health, DatabaseThatTakesNoWritesFails) {
  db.fails(ErrorCode::kUnavailable, "health_write");

  const Response reply = ask();

  LONGS_EQUAL(503, reply.status);
  STRCMP_CONTAINS(R"("database":"failing: nothing can be written","migrations":"ok")",
                  reply.body.c_str());
}

TEST(Health, WritesNowAndThenHoweverOftenItIsAsked) {
  ask();
  now += 4;
  ask();
  LONGS_EQUAL(1, writes());

  db.fails(ErrorCode::kUnavailable, "health_write");
  now += 1;
  LONGS_EQUAL(503, ask().status);
  LONGS_EQUAL(503, ask().status);
  LONGS_EQUAL(2, writes());

  db.answers(HealthRow{});
  now += 5;
  LONGS_EQUAL(200, ask().status);
}

TEST(Health, ClockSetBackDoesNotKeepItFromWriting) {
  ask();
  now -= 3600;
  ask();

  LONGS_EQUAL(2, writes());
}

TEST(Health, MissingMigrationFails) {
  db.answers(HealthRow{.migrations = "f"});

  LONGS_EQUAL(503, ask().status);
  STRCMP_CONTAINS(R"("migrations":"failing: the latest is not applied")", ask().body.c_str());
}

TEST(Health, DeadJobsDegradeAndOverdueOnesFail) {
  db.answers(HealthRow{.outbox_dead = "1"});
  LONGS_EQUAL(200, ask().status);
  STRCMP_CONTAINS(R"("status":"degraded")", ask().body.c_str());
  STRCMP_CONTAINS(R"("outbox":"degraded: 1 job dead")", ask().body.c_str());

  db.answers(HealthRow{.outbox_dead = "1", .outbox_overdue = "2"});
  LONGS_EQUAL(503, ask().status);
  STRCMP_CONTAINS(R"("outbox":"failing: 2 jobs overdue")", ask().body.c_str());
}

TEST(Health, WithoutAPublishedKeyItFailsAndTellsNoPath) {
  has_key = false;

  LONGS_EQUAL(503, ask().status);
  STRCMP_CONTAINS(R"("signing_key":"failing: no usable published key")", ask().body.c_str());
  CHECK_LACKS(ask().body, "/path");
}

TEST(Health, JobsThatWaitForASettingDegrade) {
  db.answers(HealthRow{.outbox_held = "3"});

  LONGS_EQUAL(200, ask().status);
  STRCMP_CONTAINS(R"("outbox":"degraded: 3 jobs waiting for a setting")", ask().body.c_str());
}

}  // namespace latchkey
