// What auth-verify knows of revocations without a database call per request.
//
// A session that ends is told on the channel latchkey_revoked; at the start and after each
// reconnect the revocations of the last access-token lifetime are loaded, after LISTEN, so that
// none falls between. Before a request is decided, what has arrived is taken in.
//
// NOTIFY is asynchronous: when a logout is answered, PostgreSQL has told each listener's server
// process of it, and that process may not have run yet. So the feed also asks for signs of life: a
// question (a bare protocol message, no statement) whose answer cannot overtake what was told
// before it was sent. Knowledge is as old as the last question that was answered, and a request is
// decided on knowledge at most kFresh old, by waiting for the answer where need be. Under load that
// costs no waiting and a bounded number of questions a second, whatever the number of requests; and
// who ends a session waits for kFresh before saying so (lib/postgres/revocation_window.h).
// While the server keeps it waiting for longer than kPatience, older knowledge is used, up to the
// staleness bound; beyond that nobody is let through.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string_view>

#include "handlers/auth_verify/revoked_sessions.h"
#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/channel.h"
#include "lib/postgres/revocation_window.h"
#include "lib/worker/background.h"

namespace latchkey {

// Time since boot. It counts a machine's sleep too: revocations go on elsewhere meanwhile.
using Uptime = std::chrono::microseconds;
using UptimeClock = Uptime (*)();
Uptime system_uptime();

class RevocationFeed final : public Background {
 public:
  static constexpr Uptime kFresh = kRevocationWindow;
  // Long, since what is decided without the answer may be wrong: a machine under load easily takes
  // 100 ms. It is counted from the question, so a server that hangs costs one such wait in all.
  static constexpr Uptime kPatience{1'000'000};

  struct Settings {
    UnixSeconds token_life;          // LATCHKEY_ACCESS_TTL
    std::chrono::seconds staleness;  // LATCHKEY_VERIFY_STALENESS
    UptimeClock uptime = system_uptime;
    Clock clock = system_clock;
  };

  RevocationFeed(std::unique_ptr<Channel> channel, const Settings& settings);

  // Whether a verified token's session lives. kSessionRevoked; kAccessTokenExpired where the token
  // is older than what is remembered; kUnavailable where too much may have happened unheard.
  Result<Done> check(const AccessClaims& claims);

  // Between requests: keeps in touch, so that the first request after a pause need not wait.
  [[nodiscard]] int fd() const override { return channel_->fd(); }
  [[nodiscard]] std::chrono::milliseconds interval() const override;
  void tend() override;

 private:
  void catch_up();
  void open();
  void ask();
  void take_in(Uptime wait);
  void hear(std::string_view payload);
  [[nodiscard]] bool is_within(Uptime age, Uptime at) const;

  std::unique_ptr<Channel> channel_;
  Settings settings_;
  RevokedSessions revoked_;
  std::optional<Uptime> asked_at_;     // of the question that is open
  std::optional<Uptime> known_up_to_;  // everything committed before was heard
};

}  // namespace latchkey
