#include "handlers/auth_verify/revoked_sessions.h"

#include <algorithm>
#include <utility>

#include "lib/jwt/access_token.h"

namespace latchkey {

RevokedSessions::RevokedSessions(UnixSeconds token_life, UnixSeconds now,
                                 std::size_t per_generation)
    : token_life_(token_life),
      memory_(token_life + 3 * kClockSkewSeconds),
      per_generation_(per_generation),
      young_since_(now) {}

void RevokedSessions::add(const Uuid& session, UnixSeconds now) {
  // A generation ends when it is full, or after the time that its entries matter; then the one
  // before it is forgotten. In the second case all tokens up to the horizon have expired anyway.
  if (young_.size() >= per_generation_ || now - young_since_ >= memory_) {
    if (!old_.empty()) {
      horizon_ = std::max(horizon_, young_since_ + token_life_ + kClockSkewSeconds);
    }
    old_ = std::exchange(young_, {});
    young_since_ = now;
  }
  young_.insert(session);
}

}  // namespace latchkey
