#include "cron/pacer.h"

#include <algorithm>
#include <utility>

#include "db/calls/outbox_lane.h"

namespace latchkey {
namespace {

using Microseconds = std::chrono::microseconds;

// 2% more than there are in one, as in outbox_pace: so no second has more requests than the rate
// says.
constexpr std::int64_t kSecond = 1'020'000;
// Who wakes late may catch up by no more than this, so that the cap holds for any second; and who
// is later than that has lost its places, which may be others' time by now.
constexpr std::chrono::milliseconds kCatchUp{10};
constexpr std::chrono::milliseconds kTooLate{20};

}  // namespace

Pacer::Pacer(Caller& db, Log& log, std::string lane, std::int64_t rate)
    : db_(db), log_(log), lane_(std::move(lane)), rate_(rate) {}

void Pacer::pause(std::chrono::milliseconds time) {
  time = std::min<std::chrono::milliseconds>(time, kLongestAsked);
  const TimePoint until = std::chrono::steady_clock::now() + time;
  if (until <= paused_until_) return;
  paused_until_ = until;
  places_ = 0;
  if (const auto noted = outbox_pause(db_, lane_, time); !noted) {
    log_.warning("the pause could not be told to other crons", {{"detail", noted.error().detail}});
  }
  if (time > kLongestWait) close();
}

std::optional<TimePoint> Pacer::turn(TimePoint now, std::size_t waiting) {
  if (closed_) return std::nullopt;
  if (now < paused_until_) return paused_until_;
  if (rate_ == 0) return now;
  if (now > turn_ + kTooLate) places_ = 0;
  if (places_ == 0 && !reserve(now, waiting)) return std::nullopt;
  if (now < turn_) return turn_;
  --places_;
  turn_ = std::max(turn_, now - kCatchUp) + Microseconds(kSecond / rate_);
  return now;
}

// A fifth of a second's worth at a time: few calls at a high rate, a fair share at a low one.
bool Pacer::reserve(TimePoint now, std::size_t waiting) {
  const std::int64_t most = std::max<std::int64_t>(rate_ / 5, 1);
  const std::int64_t places = std::min(static_cast<std::int64_t>(waiting), most);
  const auto wait = outbox_pace(db_, lane_, places, rate_, kLongestWait);
  if (!wait || *wait > kLongestWait) {
    if (!wait) log_.warning("no place under the rate cap", {{"detail", wait.error().detail}});
    close();
    return false;
  }
  places_ = places;
  turn_ = now + *wait;
  return true;
}

}  // namespace latchkey
