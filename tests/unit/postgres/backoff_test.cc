#include "lib/postgres/backoff.h"

#include <algorithm>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using std::chrono::milliseconds;

const Backoff::TimePoint kStart{std::chrono::hours(1)};

// How long after a failure the next try is allowed, in steps of a millisecond.
long wait_after_failure(Backoff& backoff, Backoff::TimePoint now) {
  backoff.failed(now);
  long wait = 0;
  while (!backoff.may_try(now + milliseconds(wait))) ++wait;
  return wait;
}

}  // namespace

TEST_GROUP(Backoff) { Backoff backoff{1}; };

TEST(Backoff, FirstTryIsAllowedAtOnce) {
  CHECK_TRUE(backoff.may_try(kStart));
  CHECK_TRUE(backoff.may_try(Backoff::TimePoint()));
}

TEST(Backoff, WaitsDoubleUpToTwoSecondsAndHalfIsRandom) {
  for (const long longest : {50, 100, 200, 400, 800, 1600, 2000, 2000}) {
    const long wait = wait_after_failure(backoff, kStart);

    CHECK_TRUE(wait >= longest / 2);
    CHECK_TRUE(wait <= longest);
  }
}

TEST(Backoff, WorkersDoNotWaitAlike) {
  long least = 2000;
  long most = 0;
  for (std::uint32_t seed = 1; seed <= 50; ++seed) {
    Backoff other(seed * 7919);
    const long wait = wait_after_failure(other, kStart);
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  CHECK_TRUE(most - least >= 10);
}

TEST(Backoff, SuccessStartsAgain) {
  for (int i = 0; i < 5; ++i) backoff.failed(kStart);

  backoff.succeeded();

  CHECK_TRUE(backoff.may_try(kStart));
  CHECK_TRUE(wait_after_failure(backoff, kStart) <= 50);
}

}  // namespace latchkey
