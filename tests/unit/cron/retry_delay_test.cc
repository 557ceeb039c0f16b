#include "cron/retry_delay.h"

#include <algorithm>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using namespace std::chrono_literals;

// The longest of many delays after so many attempts.
std::chrono::milliseconds longest(std::int64_t attempts) {
  RetryDelay delay(1);
  std::chrono::milliseconds most{0};
  for (int i = 0; i < 2000; ++i) most = std::max(most, delay.after(attempts, 0ms));
  return most;
}

}  // namespace

TEST_GROUP(RetryDelay){};

TEST(RetryDelay, TheFirstRetryComesWithin8Seconds) {
  CHECK_TRUE(longest(1) <= 8s);
  CHECK_TRUE(longest(1) > 7s);
}

TEST(RetryDelay, DoublesUpToAQuarterOfAnHour) {
  CHECK_TRUE(longest(2) > 14s && longest(2) <= 16s);
  CHECK_TRUE(longest(8) > 14min && longest(8) <= 15min);
  CHECK_TRUE(longest(1000) <= 15min);
}

TEST(RetryDelay, HasFullJitter) {
  RetryDelay delay(1);
  std::chrono::milliseconds least = 1h;
  for (int i = 0; i < 2000; ++i) least = std::min(least, delay.after(8, 0ms));

  CHECK_TRUE(least < 5s);
}

TEST(RetryDelay, IsNeverShorterThanWhatTheServiceAskedFor) {
  RetryDelay delay(1);
  for (int i = 0; i < 100; ++i) CHECK_TRUE(delay.after(1, 3600s) >= 3600s);
}

}  // namespace latchkey
