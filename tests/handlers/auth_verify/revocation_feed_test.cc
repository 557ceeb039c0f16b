#include "handlers/auth_verify/revocation_feed.h"

#include <memory>
#include <string>

#include "tests/handlers/access_tokens.h"
#include "tests/handlers/auth_verify/fake_channel.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr UnixSeconds kTokenLife = 900;
constexpr seconds kStaleness{5};

}  // namespace

TEST_GROUP(RevocationFeed) {
  FakeChannel* channel = nullptr;  // the feed's
  std::unique_ptr<RevocationFeed> feed;

  void setup() override {
    fake_now = seconds(1000);
    auto made = std::make_unique<FakeChannel>();
    channel = made.get();
    channel->database.answers_rows({});
    feed = std::make_unique<RevocationFeed>(
        std::move(made), RevocationFeed::Settings{kTokenLife, kStaleness, fake_uptime, fake_clock});
  }

  // What becomes of a token of kSessionId that was issued now.
  std::optional<ErrorCode> refusal() {
    const AccessClaims claims{std::string(kUserId), std::string(kSessionId),
                              std::string(kAccountId), true, fake_clock() + kTokenLife};
    const auto checked = feed->check(claims);
    return checked ? std::nullopt : std::optional(checked.error().code);
  }
  bool is_let_through() { return !refusal(); }
  bool is_unavailable() { return refusal() == ErrorCode::kUnavailable; }
  bool is_revoked() { return refusal() == ErrorCode::kSessionRevoked; }
};

TEST(RevocationFeed, LiveSessionIsLetThrough) { CHECK_TRUE(is_let_through()); }

TEST(RevocationFeed, RevocationThatArrivedIsKnownAtTheNextRequest) {
  CHECK_TRUE(is_let_through());

  channel->tell(std::string(kSessionId));

  CHECK_TRUE(is_revoked());
}

TEST(RevocationFeed, RevocationsAreLoadedAtTheStart) {
  channel->database.answers({std::string(kSessionId)});

  CHECK_TRUE(is_revoked());
  STRCMP_EQUAL("revocations_since", channel->database.calls.at(0).statement.c_str());
  const std::string life_and_skews = std::to_string(kTokenLife + 3 * kClockSkewSeconds);
  STRCMP_EQUAL(life_and_skews.c_str(), channel->database.calls.at(0).params.at(0)->c_str());
}

TEST(RevocationFeed, NobodyIsLetThroughBeforeTheyAreLoaded) {
  channel->database.fails(ErrorCode::kUnavailable);
  CHECK_TRUE(is_unavailable());

  channel->database.answers_rows({});
  CHECK_TRUE(is_let_through());
}

TEST(RevocationFeed, WhatIsNoSessionIdIsNoReasonToStop) {
  for (const char* payload : {"", "x", "22222222-2222-4222-8222-22222222222z"}) {
    channel->tell(payload);
  }

  CHECK_TRUE(is_let_through());
}

TEST(RevocationFeed, RevocationOnItsWayIsWaitedForWhenKnowledgeIsOld) {
  CHECK_TRUE(is_let_through());
  fake_now += RevocationFeed::kFresh + Uptime(1);

  channel->tell_slowly(std::string(kSessionId));

  CHECK_TRUE(is_revoked());
}

TEST(RevocationFeed, NoRequestIsDecidedOnKnowledgeOlderThanTheBound) {
  // A request every 100 us for a second; the revocation comes amid them, and slowly.
  const Uptime told_at = fake_now + milliseconds(500);
  std::optional<Uptime> refused_at;
  for (int i = 0; i < 10'000 && !refused_at; ++i) {
    if (fake_now >= told_at && fake_now < told_at + Uptime(100)) {
      channel->tell_slowly(std::string(kSessionId));
    }
    const Uptime start = fake_now;
    if (is_revoked()) refused_at = start;
    fake_now = std::max(fake_now, start + Uptime(100));
  }

  CHECK_TRUE(refused_at.has_value());
  CHECK_TRUE(*refused_at - told_at <= RevocationFeed::kFresh);
}

TEST(RevocationFeed, QuestionsAreBoundedHoweverManyTheRequests) {
  const Uptime start = fake_now;
  while (fake_now < start + seconds(1)) {
    CHECK_TRUE(is_let_through());
    fake_now += Uptime(20);
  }

  CHECK_TRUE(channel->questions <= 1000);
}

TEST(RevocationFeed, BusyWorkerNeverWaitsForAnAnswer) {
  CHECK_TRUE(is_let_through());
  for (int i = 0; i < 1000; ++i) {
    fake_now += Uptime(100);
    const Uptime start = fake_now;
    CHECK_TRUE(is_let_through());
    CHECK_EQ(fake_now, start);
  }
}

TEST(RevocationFeed, SlowServerDelaysOneRequestByThePatienceAndNoMore) {
  CHECK_TRUE(is_let_through());
  channel->answers_after.reset();
  fake_now += seconds(1);

  const Uptime start = fake_now;
  CHECK_TRUE(is_let_through());
  CHECK_TRUE(fake_now - start <= RevocationFeed::kPatience + milliseconds(1));
  const Uptime second = fake_now;
  CHECK_TRUE(is_let_through());

  CHECK_EQ(fake_now, second);
}

TEST(RevocationFeed, AnswerThatIsLateOnABusyMachineIsWaitedFor) {
  CHECK_TRUE(is_let_through());
  channel->answers_after = milliseconds(300);
  fake_now += seconds(1);
  const Uptime start = fake_now;

  CHECK_TRUE(is_let_through());

  CHECK_TRUE(fake_now - start >= milliseconds(300));
}

TEST(RevocationFeed, ServerThatHangsIsUnavailableAfterTheStalenessBound) {
  CHECK_TRUE(is_let_through());
  channel->answers_after.reset();

  fake_now += kStaleness - RevocationFeed::kPatience - milliseconds(100);
  CHECK_TRUE(is_let_through());  // after its wait
  fake_now += milliseconds(200);
  CHECK_TRUE(is_unavailable());
}

TEST(RevocationFeed, AfterAPauseOneRequestWaitsAndTheNextAreRefusedAtOnce) {
  CHECK_TRUE(is_let_through());
  channel->answers_after.reset();
  fake_now += seconds(60);

  const Uptime start = fake_now;
  CHECK_TRUE(is_unavailable());
  CHECK_TRUE(fake_now - start <= RevocationFeed::kPatience + milliseconds(1));
  const Uptime second = fake_now;
  CHECK_TRUE(is_unavailable());

  CHECK_EQ(fake_now, second);
}

TEST(RevocationFeed, FirstRequestAfterAPauseIsLetThrough) {
  CHECK_TRUE(is_let_through());
  fake_now += seconds(3600);

  CHECK_TRUE(is_let_through());
}

TEST(RevocationFeed, LostConnectionIsOpenedAndLoadedAgain) {
  CHECK_TRUE(is_let_through());
  channel->hang_up();
  CHECK_TRUE(is_let_through());  // within the staleness bound
  channel->database.answers({std::string(kSessionId)});

  channel->is_up = true;

  CHECK_TRUE(is_revoked());
  LONGS_EQUAL(2, channel->opened);
}

TEST(RevocationFeed, LostConnectionIsUnavailableAfterTheStalenessBoundAndComesBack) {
  CHECK_TRUE(is_let_through());
  channel->hang_up();
  fake_now += kStaleness + milliseconds(1);
  CHECK_TRUE(is_unavailable());

  channel->is_up = true;

  CHECK_TRUE(is_let_through());
}

TEST(RevocationFeed, WhatWasKnownIsKeptOverAReconnect) {
  channel->tell(std::string(kSessionId));
  CHECK_TRUE(is_revoked());

  channel->hang_up();
  CHECK_TRUE(is_revoked());
  channel->is_up = true;

  CHECK_TRUE(is_revoked());
}

TEST(RevocationFeed, KnowledgeDatesFromBeforeTheLoad) {
  channel->database.takes = milliseconds(50);
  CHECK_TRUE(is_let_through());

  channel->tell_slowly(std::string(kSessionId));

  CHECK_TRUE(is_revoked());
}

TEST(RevocationFeed, RevokedIsRevokedAlsoWithoutContact) {
  channel->tell(std::string(kSessionId));
  CHECK_TRUE(is_revoked());
  channel->hang_up();
  fake_now += seconds(60);

  CHECK_TRUE(is_revoked());
}

TEST(RevocationFeed, TendingKeepsInTouchSoThatNoRequestWaitsForLong) {
  for (int i = 0; i < 20; ++i) {
    feed->tend();
    fake_now += feed->interval();
  }
  channel->answers_after.reset();

  const Uptime start = fake_now;
  CHECK_TRUE(is_let_through());
  CHECK_TRUE(fake_now - start <= RevocationFeed::kPatience + milliseconds(1));
  CHECK_TRUE(channel->questions >= 5);
}

TEST(RevocationFeed, TendingOpensALostConnection) {
  feed->tend();
  CHECK_TRUE(feed->fd() >= 0);
  channel->hang_up();
  feed->tend();
  CHECK_TRUE(feed->fd() < 0);

  channel->is_up = true;
  feed->tend();

  CHECK_TRUE(feed->fd() >= 0);
}

}  // namespace latchkey
