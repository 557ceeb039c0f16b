// When the lane sends, and what becomes of the jobs that it does not.
#include "cron/mail_lane.h"

#include <chrono>
#include <string>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(MailLane) {
  using Kind = JobOutcome::Kind;

  Log log{"test", LogLevel::kError, -1};
  MailLane lane{
      {"smtp://127.0.0.1:25", "", "Latchkey <hello@latchkey.example>", "https://app.example", ""},
      log};
  TimePoint now = std::chrono::steady_clock::now();

  Attempt attempt(const std::string& email = "e@example.org") {
    const std::string params = R"({"email":")" + email + R"(","full_name":"N"})";
    OutboxJob job{{7, 1},
                  "a",
                  "email.welcome",
                  "{}",
                  1,
                  "11111111-1111-4111-8111-111111111111",
                  FrozenParams{params, 1'700'000'000},
                  false,
                  std::nullopt,
                  0};
    auto read = lane.params_of(job);
    CHECK_TRUE(read.has_value());
    return {std::move(job), 1'700'000'000, std::move(*read), now + kLease};
  }
  JobOutcome answer(Attempt & to, int status, const std::string& fault = "",
                    const std::string& line = "250 ok") {
    TransferReply reply;
    reply.status = status;
    reply.fault = fault;
    reply.lines = {"250 ok", line};
    return std::get<JobOutcome>(lane.answered(to, reply, now));
  }
  void is(const JobOutcome& outcome, Kind kind, OutboxFault fault = OutboxFault::kUnknown) {
    LONGS_EQUAL(int(kind), int(outcome.kind));
    LONGS_EQUAL(int(fault), int(outcome.fault));
  }
};

TEST(MailLane, SendsOneMailAtATime) {
  Attempt first = attempt();
  CHECK_EQ(lane.turn(now, 2), now);
  CHECK_FALSE(lane.turn(now, 1).has_value());

  is(answer(first, 250), Kind::kDone);

  CHECK_EQ(lane.turn(now, 1), now);
  CHECK_TRUE(lane.is_open());
}

TEST(MailLane, AServerThatHangsGetsNoSecondMailInTheRun) {
  Attempt first = attempt();
  lane.turn(now, 2);
  now += std::chrono::seconds(10);

  is(answer(first, 250), Kind::kDone);

  CHECK_FALSE(lane.is_open());
  CHECK_FALSE(lane.turn(now, 1).has_value());
}

TEST(MailLane, APauseBetweenMailsIsNoHanging) {
  Attempt first = attempt();
  lane.turn(now, 1);
  answer(first, 250);
  now += std::chrono::minutes(1);

  Attempt second = attempt();
  CHECK_EQ(lane.turn(now, 1), now);
  answer(second, 250);

  CHECK_TRUE(lane.is_open());
}

TEST(MailLane, AMailGoesToTheDomainInAscii) {
  Attempt first = attempt("info@müller.example");

  const Step step = lane.begin(first);

  const auto& mail = std::get<MailTransfer>(std::get<Request>(step));
  STRCMP_EQUAL("info@xn--mller-kva.example", mail.to.front().c_str());
  STRCMP_CONTAINS("<info@xn--mller-kva.example>", mail.message.c_str());
}

TEST(MailLane, AnAddressThatMailCannotGoToIsAFaultOfTheAddress) {
  Attempt first = attempt("nobody at all");

  is(std::get<JobOutcome>(lane.begin(first)), Kind::kDead, OutboxFault::kAddress);
}

TEST(MailLane, ARecipientWhomTheServerDoesNotKnowIsAFaultOfTheAddress) {
  Attempt first = attempt();
  lane.turn(now, 1);

  is(answer(first, 550, "RCPT failed: 550", "550 5.1.1 no such user"), Kind::kDead,
     OutboxFault::kAddress);
}

TEST(MailLane, AFullMailboxIsTriedAgainAndThenAFaultOfTheAddress) {
  Attempt first = attempt();
  lane.turn(now, 1);

  is(answer(first, 552, "RCPT failed: 552", "552 5.2.2 over quota"), Kind::kRetry,
     OutboxFault::kAddress);
}

TEST(MailLane, AMailThatIsRefusedForItsContentNeedsAPerson) {
  Attempt first = attempt();
  lane.turn(now, 1);

  is(answer(first, 554, "", "554 5.7.1 spam"), Kind::kDead, OutboxFault::kRefused);
}

TEST(MailLane, AnAddressOutsideAsciiThatTheServerCannotTakeIsAFaultOfTheAddress) {
  Attempt first = attempt("jürgen@example.org");
  lane.turn(now, 1);

  is(answer(first, 500, "RCPT failed: 500", "500 5.5.2 syntax"), Kind::kDead,
     OutboxFault::kAddress);
}

}  // namespace latchkey
