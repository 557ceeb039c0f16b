// Gives requests of a lane their turn, no faster than its rate, which the crons of all hosts share:
// it reserves places in the database, a few at a time, so that all get theirs.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cron/attempt.h"
#include "lib/base/log.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Where a place is further away than this, the lane is left to a later run.
inline constexpr std::chrono::seconds kLongestWait{10};

class Pacer {
 public:
  // `rate`: requests a second; 0: no cap.
  Pacer(Caller& db, Log& log, std::string lane, std::int64_t rate);

  // As in Lane.
  std::optional<TimePoint> turn(TimePoint now, std::size_t waiting);

  // The service asks for a pause, by the crons of all hosts.
  void pause(std::chrono::milliseconds time);

  void close() { closed_ = true; }
  [[nodiscard]] bool is_closed() const { return closed_; }

 private:
  bool reserve(TimePoint now, std::size_t waiting);

  Caller& db_;
  Log& log_;
  std::string lane_;
  std::int64_t rate_;
  std::int64_t places_ = 0;  // reserved and not used
  TimePoint turn_;           // of the first of them
  TimePoint paused_until_;
  bool closed_ = false;
};

}  // namespace latchkey
