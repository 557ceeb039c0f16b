// Which sessions were revoked lately: as long as a token of one could still be good, and in bounded
// memory. What has to be forgotten early, when memory is full, makes the older tokens refused:
// their bearers refresh once, and those whose session is over can't. It never makes a "no" a "yes".
#pragma once

#include <cstddef>
#include <unordered_set>

#include "lib/base/clock.h"
#include "lib/base/uuid.h"

namespace latchkey {

// In one of two generations; 8 MB each when full.
inline constexpr std::size_t kRevokedPerGeneration = 150'000;

class RevokedSessions {
 public:
  // `token_life`: of an access token, in seconds (LATCHKEY_ACCESS_TTL).
  RevokedSessions(UnixSeconds token_life, UnixSeconds now,
                  std::size_t per_generation = kRevokedPerGeneration);

  void add(const Uuid& session, UnixSeconds now);
  [[nodiscard]] bool has(const Uuid& session) const {
    return young_.contains(session) || old_.contains(session);
  }

  // A token that expires then or before may be of a session that was forgotten.
  [[nodiscard]] UnixSeconds horizon() const { return horizon_; }

  // For how long back revocations matter: a token can have been issued, by a clock that is ahead,
  // until its session was revoked, and is accepted for a while after its exp; the last of the three
  // skews is for a revocation that took its time to commit.
  [[nodiscard]] UnixSeconds memory() const { return memory_; }

  [[nodiscard]] std::size_t size() const { return young_.size() + old_.size(); }

 private:
  using Generation = std::unordered_set<Uuid, UuidHash>;

  UnixSeconds token_life_;
  UnixSeconds memory_;
  std::size_t per_generation_;
  UnixSeconds young_since_;
  UnixSeconds horizon_ = 0;
  Generation young_;
  Generation old_;  // added before young_since_
};

}  // namespace latchkey
