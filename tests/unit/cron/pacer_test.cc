#include "cron/pacer.h"

#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/caller.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_GROUP(Pacer) {
  FakeCaller db;
  Log log{"test", LogLevel::kError, -1};
  TimePoint now = std::chrono::steady_clock::now();
  std::size_t waiting = 0;
  std::size_t sent = 0;

  // Sends what may be sent; when the next one may.
  std::optional<TimePoint> pump(Pacer & pacer, TimePoint at) {
    while (waiting > 0) {
      const auto turn = pacer.turn(at, waiting);
      if (!turn || *turn > at) return turn;
      --waiting;
      ++sent;
    }
    return std::nullopt;
  }
};

TEST(Pacer, WithoutACapAllAreSentAtOnce) {
  Pacer pacer(db, log, "stripe", 0);
  waiting = 100;

  CHECK_FALSE(pump(pacer, now).has_value());
  LONGS_EQUAL(100, sent);
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Pacer, PlacesAreReservedAFifthOfASecondAtATimeAndSpread) {
  db.answers({"0"});
  Pacer pacer(db, log, "stripe", 25);
  waiting = 20;

  for (auto at = now; at < now + 140ms; at += 1ms) pump(pacer, at);

  LONGS_EQUAL(4, sent);
  LONGS_EQUAL(1, db.calls.size());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{"stripe", "5", "25", "10000"});
}

TEST(Pacer, WaitsForItsTurn) {
  db.answers({"300"});
  Pacer pacer(db, log, "stripe", 25);
  waiting = 1;

  CHECK_EQ(pump(pacer, now), now + 300ms);
  LONGS_EQUAL(0, sent);
  pump(pacer, now + 300ms);
  LONGS_EQUAL(1, sent);
}

TEST(Pacer, WhoWakesLateHasLostItsPlacesAndDoesNotCatchUpInABurst) {
  db.answers({"0"});
  Pacer pacer(db, log, "stripe", 25);
  waiting = 5;
  pump(pacer, now);

  pump(pacer, now + 1s);
  LONGS_EQUAL(2, sent);
  LONGS_EQUAL(2, db.calls.size());
}

TEST(Pacer, ATurnThatIsTooFarAwayIsLeftToALaterRun) {
  db.answers({"10001"});
  Pacer pacer(db, log, "stripe", 25);
  waiting = 3;

  pump(pacer, now);

  LONGS_EQUAL(0, sent);
  CHECK_TRUE(pacer.is_closed());
}

TEST(Pacer, APauseIsKeptAndToldToOthers) {
  db.answers({"1"});
  Pacer pacer(db, log, "stripe", 0);
  waiting = 1;

  pacer.pause(2s);

  STRCMP_EQUAL("outbox_pause", db.calls.back().statement.c_str());
  pump(pacer, now + 1s);
  LONGS_EQUAL(0, sent);
  pump(pacer, now + 3s);
  LONGS_EQUAL(1, sent);
}

TEST(Pacer, ALongPauseEndsTheLanesRun) {
  db.answers({"1"});
  Pacer pacer(db, log, "stripe", 0);
  waiting = 2;

  pacer.pause(60s);

  CHECK_TRUE(pacer.is_closed());
  CHECK_FALSE(pacer.turn(now + 61s, 2).has_value());
}

}  // namespace latchkey
