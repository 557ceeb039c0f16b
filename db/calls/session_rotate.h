// Spends a refresh token for its successor; db/functions/session_rotate.sql has the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/api/client.h"
#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Durations in seconds.
struct RotationRules {
  std::int64_t grace = 0;
  std::int64_t refresh_ttl = 0;
  std::int64_t max_age = 0;  // 0: none
};

struct Rotation {
  Sha256 presented;               // hash of the token
  Sha256 successor;               // hash of the token derived from it
  std::optional<Sha256> attempt;  // hash of the Idempotency-Key
};

struct RotatedSession {
  bool replayed = false;  // the token was spent before, by an attempt that this one repeats
  AccessClaims who;       // of the next access token
  std::int64_t refresh_expires_in = 0;  // seconds
};

// The session, whether the token was spent now or by an earlier attempt that this one repeats.
// kRefreshTokenInvalid, kRefreshTokenExpired, kRefreshTokenReused or kSessionRevoked otherwise.
Result<RotatedSession> session_rotate(Caller& db, const Rotation& rotation,
                                      const RotationRules& rules, const Client& client);

}  // namespace latchkey
