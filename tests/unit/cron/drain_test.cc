// A run from its claims to what is recorded, with a database and a Stripe that say what the test
// needs.
#include "cron/drain.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "cron/stripe_lane.h"
#include "tests/fakes/rows.h"
#include "tests/fakes/transfers.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kNow = 1'700'000'000;

// A row of outbox_claim: a create that was tried a while ago, or never.
ClaimedJobRow claimed(int id, const std::optional<std::string>& params) {
  const std::string number = std::to_string(id);
  return {.id = number,
          .account_id = "account-" + number,
          .payload = R"({"user_id":"u","email":"e)" + number + R"(@example.org","full_name":"N"})",
          .idempotency_key = "key-" + number,
          .params = params,
          .first_attempt_at = params ? std::optional(std::to_string(kNow - 10)) : std::nullopt,
          .due_us = "1000" + number};
}

}  // namespace

TEST_GROUP(Drain) {
  FakeCaller db;
  FakeTransfers transfers;
  Log log{"test", LogLevel::kError, -1};
  ErrorReports reports;
  Settler settler{db, log, reports, 1};
  StripeLane stripe{{"https://api.stripe.com", "sk_1", 0}, db, log, [] { return kNow; }};

  void setup() override {
    db.answers({"0"});
    db.answers("outbox_complete", {});
    transfers.answers = [](const FakeTransfers::Started& transfer) {
      const std::string& body = *transfer.http().body;
      const std::string account = body.substr(body.find("account-"), 9);
      return FakeTransfers::reply(200, R"({"id":"cus_)" + account.substr(8) +
                                           R"(","metadata":{"account_id":")" + account + "\"}}");
    };
  }
  Result<Done> drain_all() {
    Drain drain({db, transfers, log, settler, [] { return false; }, -1}, {&stripe});
    return drain.run();
  }
  std::vector<FakeCaller::Row> calls(const std::string& function) {
    std::vector<FakeCaller::Row> params;
    for (const auto& asked : db.calls) {
      if (asked.statement == function) params.push_back(asked.params);
    }
    return params;
  }
};

TEST(Drain, ARunWithNothingToDoOnlyLooks) {
  db.answers("outbox_claim", {});

  CHECK_TRUE(drain_all().has_value());

  LONGS_EQUAL(1, calls("outbox_claim").size());
  LONGS_EQUAL(1, calls("outbox_lane").size());
  LONGS_EQUAL(2, db.calls.size());
  CHECK_FALSE(settler.counts().any());
}

TEST(Drain, WhatAFirstAttemptSendsIsFrozenBefore) {
  db.answers("outbox_claim", {claimed(1, std::nullopt)});
  db.answers("outbox_freeze", {{"1", std::to_string(kNow)}});

  CHECK_TRUE(drain_all().has_value());

  LONGS_EQUAL(1, calls("outbox_freeze").size());
  const auto frozen = calls("outbox_freeze").front();
  CHECK_EQ(frozen[0], "{1}");
  STRCMP_CONTAINS("e1@example.org", frozen[2]->c_str());
  LONGS_EQUAL(1, transfers.asked.size());
  CHECK_EQ(calls("outbox_complete").front(), FakeCaller::Row{"{1}", "{3}", "{\"cus_1\"}"});
  LONGS_EQUAL(1, settler.counts().done);
}

TEST(Drain, AJobThatSomebodyElseHasByThenIsNotSent) {
  db.answers("outbox_claim", {claimed(1, std::nullopt), claimed(2, std::nullopt)});
  db.answers("outbox_freeze", {{"2", std::to_string(kNow)}});

  CHECK_TRUE(drain_all().has_value());

  LONGS_EQUAL(1, transfers.asked.size());
  CHECK_EQ(calls("outbox_complete").front()[0], "{2}");
}

TEST(Drain, EachAnswerComesToItsOwnAttempt) {
  const char* const frozen = R"({"email":"E","name":"N","metadata":{"account_id":"account-)";
  std::vector<FakeCaller::Row> rows;
  for (int id = 1; id <= 9; ++id) rows.push_back(claimed(id, frozen + std::to_string(id) + "\"}}"));
  db.answers("outbox_claim", rows);

  CHECK_TRUE(drain_all().has_value());

  LONGS_EQUAL(9, settler.counts().done);
  const auto done = calls("outbox_complete").front();
  CHECK_EQ(done[0], "{1,2,3,4,5,6,7,8,9}");
  STRCMP_CONTAINS("\"cus_1\",\"cus_2\"", done[2]->c_str());
}

TEST(Drain, AJobOfAnUnknownShapeIsDeadAndDisturbsNoOther) {
  ClaimedJobRow odd = claimed(1, std::nullopt);
  odd.payload = "{}";
  db.answers("outbox_claim", {odd, claimed(2, std::nullopt)});
  db.answers("outbox_freeze", {{"2", std::to_string(kNow)}});

  CHECK_TRUE(drain_all().has_value());

  LONGS_EQUAL(1, settler.counts().dead);
  LONGS_EQUAL(1, settler.counts().done);
}

TEST(Drain, AMalformedRowIsAnErrorAndNothingIsSent) {
  ClaimedJobRow odd = claimed(1, std::nullopt);
  odd.fence = std::nullopt;
  db.answers("outbox_claim", {odd});

  const auto ended = drain_all();

  CHECK_FALSE(ended.has_value());
  LONGS_EQUAL(int(ErrorCode::kInternal), int(ended.error().code));
  LONGS_EQUAL(0, transfers.asked.size());
}

TEST(Drain, ToldToStopItGivesBackWhatIsNotSent) {
  StripeLane paced({"https://api.stripe.com", "sk_1", 1}, db, log, [] { return kNow; });
  db.answers("outbox_pace", {{"5000"}});
  db.answers("outbox_claim", {claimed(1, R"({"email":"E","metadata":{"account_id":"a"}})")});
  Drain drain({db, transfers, log, settler, [] { return true; }, -1}, {&paced});

  CHECK_TRUE(drain.run().has_value());

  CHECK_EQ(calls("outbox_release").front(), FakeCaller::Row{"{1}", "{3}", "{0}"});
  LONGS_EQUAL(0, transfers.asked.size());
}

TEST(Drain, WithoutADatabaseTheRunFailsEvenWhereNothingIsSetUp) {
  const StripeSettings nothing{"https://api.stripe.com", "", 0};
  StripeLane held(nothing, db, log, [] { return kNow; });
  db.fails(ErrorCode::kUnavailable);
  Drain drain({db, transfers, log, settler, [] { return false; }, -1}, {&held});

  const auto ended = drain.run();

  CHECK_FALSE(ended.has_value());
  LONGS_EQUAL(int(ErrorCode::kUnavailable), int(ended.error().code));
}

}  // namespace latchkey
