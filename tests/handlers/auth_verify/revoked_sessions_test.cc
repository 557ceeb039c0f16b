#include "handlers/auth_verify/revoked_sessions.h"

#include "lib/jwt/access_token.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

constexpr UnixSeconds kLife = 900;
constexpr UnixSeconds kStart = 1'767'322'800;

Uuid session(std::uint8_t number) {
  Uuid id{};
  id[0] = number;
  return id;
}

// The verifier takes a token for so long after its exp.
bool is_still_accepted(UnixSeconds expires_at, UnixSeconds now) {
  return now < expires_at + kClockSkewSeconds;
}

}  // namespace

TEST_GROUP(RevokedSessions){};

TEST(RevokedSessions, KnowsWhatWasAddedAndNothingElse) {
  RevokedSessions revoked(kLife, kStart);

  revoked.add(session(1), kStart);

  CHECK_TRUE(revoked.has(session(1)));
  CHECK_FALSE(revoked.has(session(2)));
  CHECK_TRUE(revoked.horizon() < kStart);
}

TEST(RevokedSessions, RemembersForAsLongAsATokenCanBeAccepted) {
  RevokedSessions revoked(kLife, kStart);
  revoked.add(session(1), kStart);
  // By a clock that is ahead, just before the session was revoked.
  const UnixSeconds expires_at = kStart + kClockSkewSeconds + kLife;

  for (UnixSeconds now = kStart; is_still_accepted(expires_at, now); ++now) {
    revoked.add(session(2), now);
    CHECK_TRUE(revoked.has(session(1)));
  }
}

TEST(RevokedSessions, ForgetsInTimeAndThenRefusesNoGoodToken) {
  RevokedSessions revoked(kLife, kStart);
  revoked.add(session(1), kStart);

  for (UnixSeconds now = kStart; now < kStart + 10 * kLife; now += 10) {
    revoked.add(session(2), now);
    CHECK_FALSE(is_still_accepted(revoked.horizon(), now));
  }

  CHECK_FALSE(revoked.has(session(1)));
}

TEST(RevokedSessions, IsBoundedAndRefusesOlderTokensForWhatItForgot) {
  constexpr std::size_t kRoom = 4;
  RevokedSessions revoked(kLife, kStart, kRoom);

  for (std::uint8_t i = 0; i < 100; ++i) {
    const UnixSeconds now = kStart + 10 * i;
    revoked.add(session(i), now);
    CHECK_TRUE(revoked.size() <= 2 * kRoom);
    // Each session that was revoked is known, or the last token it can have had is refused.
    for (std::uint8_t j = 0; j <= i; ++j) {
      const UnixSeconds last_token = kStart + 10 * j + kClockSkewSeconds + kLife;
      CHECK_TRUE(revoked.has(session(j)) || last_token <= revoked.horizon());
    }
    // And a client that refreshes now gets a token that is good.
    CHECK_TRUE(now + kLife > revoked.horizon());
  }
}

}  // namespace latchkey
