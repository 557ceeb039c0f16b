#include "cron/retry_delay.h"

#include <algorithm>

namespace latchkey {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirst{8'000};
constexpr milliseconds kLongest{900'000};
constexpr std::int64_t kMostDoublings = 7;  // beyond it every wait is the longest

}  // namespace

milliseconds RetryDelay::after(std::int64_t attempts, milliseconds at_least) {
  const auto doublings = std::clamp<std::int64_t>(attempts - 1, 0, kMostDoublings);
  const milliseconds most = std::min(kFirst * (std::int64_t{1} << doublings), kLongest);
  std::uniform_int_distribution<std::int64_t> jitter(0, most.count());
  const milliseconds delay(jitter(random_));
  // Asked to wait, each waits a little longer, so that not all come back at once.
  return at_least.count() == 0 ? delay : std::max(delay, at_least + delay / 8);
}

}  // namespace latchkey
