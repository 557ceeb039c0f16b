#include "cron/pacer.h"

#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/caller.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using namespace std::chrono_literals;

}  // namespace

TEST_GROUP(Pacer) {
  FakeCaller db;
  Log log{"test", LogLevel::kError, -1};
  TimePoint now = std::chrono::steady_clock::now();
  int sent = 0;
  int skipped = 0;

  void enqueue(Pacer & pacer, int count) {
    for (int i = 0; i < count; ++i) pacer.enqueue([this] { ++sent; }, [this] { ++skipped; });
  }
};

TEST(Pacer, WithoutACapAllAreSentAtOnce) {
  Pacer pacer(db, log, "stripe", 0);
  enqueue(pacer, 100);

  CHECK_FALSE(pacer.pump(now).has_value());
  LONGS_EQUAL(100, sent);
  LONGS_EQUAL(0, db.calls);
}

TEST(Pacer, PlacesAreReservedAFifthOfASecondAtATimeAndSpread) {
  db.answers({{"0"}});
  Pacer pacer(db, log, "stripe", 25);
  enqueue(pacer, 20);

  for (auto at = now; at < now + 140ms; at += 1ms) pacer.pump(at);

  LONGS_EQUAL(4, sent);
  LONGS_EQUAL(1, db.calls);
  CHECK_TRUE((db.last_params == FakeCaller::Fields{"stripe", "5", "25", "10000"}));
}

TEST(Pacer, WaitsForItsTurn) {
  db.answers({{"300"}});
  Pacer pacer(db, log, "stripe", 25);
  enqueue(pacer, 1);

  CHECK_TRUE(pacer.pump(now) == now + 300ms);
  LONGS_EQUAL(0, sent);
  pacer.pump(now + 300ms);
  LONGS_EQUAL(1, sent);
}

TEST(Pacer, WhoWakesLateHasLostItsPlacesAndDoesNotCatchUpInABurst) {
  db.answers({{"0"}});
  Pacer pacer(db, log, "stripe", 25);
  enqueue(pacer, 5);
  pacer.pump(now);

  pacer.pump(now + 1s);
  LONGS_EQUAL(2, sent);
  LONGS_EQUAL(2, db.calls);
}

TEST(Pacer, ATurnThatIsTooFarAwayIsLeftToALaterRun) {
  db.answers({{"10001"}});
  Pacer pacer(db, log, "stripe", 25);
  enqueue(pacer, 3);

  pacer.pump(now);

  LONGS_EQUAL(0, sent);
  LONGS_EQUAL(3, skipped);
  CHECK_TRUE(pacer.is_closed());
}

TEST(Pacer, APauseIsKeptAndToldToOthers) {
  db.answers({{"1"}});
  Pacer pacer(db, log, "stripe", 0);
  enqueue(pacer, 1);

  pacer.pause(2s);

  STRCMP_EQUAL("outbox_pause", db.last_function.c_str());
  pacer.pump(now + 1s);
  LONGS_EQUAL(0, sent);
  pacer.pump(now + 3s);
  LONGS_EQUAL(1, sent);
}

TEST(Pacer, ALongPauseEndsTheLanesRun) {
  db.answers({{"1"}});
  Pacer pacer(db, log, "stripe", 0);
  enqueue(pacer, 2);

  pacer.pause(60s);

  LONGS_EQUAL(2, skipped);
  enqueue(pacer, 1);
  LONGS_EQUAL(3, skipped);
}

}  // namespace latchkey
