#include "lib/metrics/counters.h"

#include <algorithm>
#include <cstring>

namespace latchkey {
namespace {

std::size_t bucket_of(std::int64_t microseconds) {
  const auto* const bound =
      std::lower_bound(kDurationBounds.begin(), kDurationBounds.end(), microseconds);
  return static_cast<std::size_t>(bound - kDurationBounds.begin());
}

}  // namespace

void Counters::count_request(int status, std::optional<ErrorCode> error,
                             std::chrono::microseconds took, UnixSeconds now) {
  const auto at = static_cast<std::size_t>(std::max(status - kLeastStatus, 0));
  add(requests[std::min(at, kStatuses - 1)], 1);
  if (error) add(errors[static_cast<std::size_t>(*error)], 1);
  add(durations[bucket_of(took.count())], 1);
  add(duration_total, static_cast<std::uint64_t>(took.count()));
  count_in_minute(static_cast<std::uint64_t>(now / 60), status >= 500);
}

void Counters::count_in_minute(std::uint64_t minute, bool is_server_error) {
  auto& place = minutes[minute % kMinutes];
  if (place.minute.load(std::memory_order_relaxed) != minute) {
    place.answers.store(0, std::memory_order_relaxed);
    place.server_errors.store(0, std::memory_order_relaxed);
    place.minute.store(minute, std::memory_order_relaxed);
  }
  add(place.answers, 1);
  if (is_server_error) add(place.server_errors, 1);
}

void Counters::begin(std::uint64_t own_pid, std::uint64_t now) {
  if (layout.load(std::memory_order_relaxed) != kCountersLayout) {
    std::memset(static_cast<void*>(this), 0, sizeof *this);
    layout.store(kCountersLayout, std::memory_order_relaxed);
  } else {
    count(pid.load(std::memory_order_relaxed) != 0 ? Event::kRestartAfterDeath
                                                   : Event::kRestartAfterEnd);
  }
  started_at.store(now, std::memory_order_relaxed);
  pid.store(own_pid, std::memory_order_relaxed);
}

}  // namespace latchkey
