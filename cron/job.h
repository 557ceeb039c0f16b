// One job in a cron's hands, and what can become of it.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "db/calls/outbox_job.h"

namespace latchkey {

using TimePoint = std::chrono::steady_clock::time_point;

inline constexpr std::chrono::seconds kTransferTimeout{30};
// For the waits and transfers of a whole attempt: a search and a request.
inline constexpr std::chrono::seconds kLease{150};

struct JobOutcome {
  enum class Kind {
    kDone,
    kRetry,     // later, after a back-off
    kDead,      // never; a person has to look
    kReturned,  // not tried, or in vain by no fault of its own
  };
  Kind kind = Kind::kDone;
  std::string why;                        // but for kDone; no personal data
  std::optional<std::string> customer;    // kDone: the Stripe customer that is the account's now
  std::chrono::milliseconds at_least{0};  // kRetry, kReturned: not before
  bool suspect = false;  // kRetry: the request's answer is an error that is stored under its key
};

inline JobOutcome job_done(std::optional<std::string> customer = {}) {
  return {JobOutcome::Kind::kDone, {}, std::move(customer), {}, false};
}
inline JobOutcome job_retry(std::string why, std::chrono::milliseconds at_least = {}) {
  return {JobOutcome::Kind::kRetry, std::move(why), {}, at_least, false};
}
inline JobOutcome job_dead(std::string why) {
  return {JobOutcome::Kind::kDead, std::move(why), {}, {}, false};
}
inline JobOutcome job_returned(std::chrono::milliseconds at_least = {}) {
  return {JobOutcome::Kind::kReturned, {}, {}, at_least, false};
}

// To be called once.
using JobFinished = std::function<void(JobOutcome)>;

struct HeldJob {
  OutboxJob job;
  TimePoint until;  // the end of its lease

  // May a transfer still be started, so that it has ended before anybody else can take the job?
  [[nodiscard]] bool has_time(TimePoint now) const { return now + kTransferTimeout < until; }
};

}  // namespace latchkey
