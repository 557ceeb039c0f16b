#include "handlers/auth_verify/revocation_feed.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "db/calls/revocations_since.h"

namespace latchkey {
namespace {

// A question goes out in time for its answer to be here before knowledge is older than kFresh.
constexpr Uptime kAskAfter = RevocationFeed::kFresh / 2;
// While there are no requests, often enough for any staleness bound (1 s at least).
constexpr Uptime kAskWhenIdleAfter{500'000};
constexpr std::chrono::milliseconds kIdleInterval{500};
constexpr std::chrono::milliseconds kReopenInterval{100};

}  // namespace

Uptime system_uptime() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::duration_cast<Uptime>(std::chrono::seconds(now.tv_sec) +
                                            std::chrono::nanoseconds(now.tv_nsec));
}

RevocationFeed::RevocationFeed(std::unique_ptr<Channel> channel, const Settings& settings)
    : channel_(std::move(channel)),
      settings_(settings),
      revoked_(settings.token_life, settings.clock()) {}

Result<Done> RevocationFeed::check(const AccessClaims& claims) {
  catch_up();
  const auto session = parse_uuid(claims.session_id);
  if (!session || revoked_.has(*session)) {
    return Error::of(ErrorCode::kSessionRevoked, "the session has ended");
  }
  if (claims.expires_at <= revoked_.horizon()) {
    return Error::of(ErrorCode::kAccessTokenExpired,
                     "older than the revocations that are remembered");
  }
  if (!is_within(settings_.staleness, settings_.uptime())) {
    return Error::of(ErrorCode::kUnavailable,
                     "no contact with the database within the staleness bound");
  }
  return Done{};
}

void RevocationFeed::catch_up() {
  const Uptime start = settings_.uptime();
  if (channel_->fd() < 0) open();
  take_in(Uptime::zero());
  if (!is_within(kAskAfter, start)) ask();
  while (asked_at_ && !is_within(kFresh, start)) {
    const Uptime left = *asked_at_ + kPatience - settings_.uptime();
    if (left <= Uptime::zero()) break;
    take_in(left);
  }
}

std::chrono::milliseconds RevocationFeed::interval() const {
  return channel_->fd() < 0 ? kReopenInterval : kIdleInterval;
}

void RevocationFeed::tend() {
  if (channel_->fd() < 0) open();
  take_in(Uptime::zero());
  if (!is_within(kAskWhenIdleAfter, settings_.uptime())) ask();
}

// Blocks for as long as connecting takes (connect_timeout, 2 s a host); the channel says when it is
// too early for another try.
void RevocationFeed::open() {
  asked_at_.reset();
  const auto opened = channel_->open([this](Caller& caller) {
    const Uptime before = settings_.uptime();
    auto loaded = revocations_since(caller, revoked_.memory(), [this](const Uuid& session) {
      revoked_.add(session, settings_.clock());
    });
    if (loaded) known_up_to_ = before;
    return loaded;
  });
  // What there is to say the channel has logged.
  if (!opened) return;
}

void RevocationFeed::ask() {
  if (channel_->fd() < 0 || asked_at_) return;
  const Uptime now = settings_.uptime();
  if (channel_->ask()) asked_at_ = now;
}

void RevocationFeed::take_in(Uptime wait) {
  if (channel_->fd() < 0) return;
  const auto answered = channel_->take_in(std::chrono::ceil<std::chrono::milliseconds>(wait),
                                          [this](std::string_view payload) { hear(payload); });
  if (!answered) {
    asked_at_.reset();
  } else if (*answered) {
    known_up_to_ = std::exchange(asked_at_, std::nullopt);
  }
}

// PostgreSQL lets any role tell something on any channel; the worst that can come of it is that a
// session is refused here.
void RevocationFeed::hear(std::string_view payload) {
  if (const auto session = parse_uuid(payload)) revoked_.add(*session, settings_.clock());
}

// Whether all is known that was committed until `age` before `at`.
bool RevocationFeed::is_within(Uptime age, Uptime at) const {
  return known_up_to_ && at - *known_up_to_ <= age;
}

}  // namespace latchkey
