// An attempt at a job: what it has, what it does next, and what can become of it.
//
//   outbox_claim ─► outbox_freeze ─► an Attempt in the table of Drain, under an AttemptId
//                                       │
//                      Lane::begin ─────┤◄──────────── Lane::answered ◄──┐
//                                       ▼                                │
//                                     Step ── a Request ─► its turn ─► Transfers, under the id
//                                       │
//                                       └── a JobOutcome ─► Settler ─► outbox_complete, _fail
//                                                                      or _release
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "db/calls/outbox_job.h"
#include "db/calls/outbox_settle.h"
#include "lib/net/transfers.h"
#include "lib/stripe/customer_params.h"

namespace latchkey {

using TimePoint = std::chrono::steady_clock::time_point;

inline constexpr std::chrono::seconds kTransferTimeout{30};
// However long a service asks us to wait: outbox_claim knows by it what a wrong clock has put off.
inline constexpr std::chrono::hours kLongestAsked{1};
// For the waits and transfers of a whole attempt: a search and a request.
inline constexpr std::chrono::seconds kLease{150};

// A number that the run gives out once; also the id of the attempt's transfer, of which there is
// one at a time.
using AttemptId = TransferId;

struct WelcomeParams {
  std::string email;
  std::string full_name;
};
// What the job sends, as the lane reads it.
using JobParams = std::variant<CustomerParams, WelcomeParams>;

struct Attempt {
  OutboxJob job;
  UnixSeconds first_attempt_at;  // at the job; of this attempt or an earlier one
  JobParams params;
  TimePoint until;  // the end of the lease

  // For the lane: what the request on its way asks, and what the answers before it have told.
  enum class Asked { kNothing, kSearch, kCreate, kUpdate, kMail } asked = Asked::kNothing;
  std::vector<std::string> found = {};  // Stripe customers of the account

  // May a transfer still be started, so that it has ended before anybody else can take the job?
  [[nodiscard]] bool has_time(TimePoint now) const { return now + kTransferTimeout < until; }
};

struct JobOutcome {
  enum class Kind {
    kDone,
    kRetry,     // later, after a back-off
    kDead,      // never; a person has to look, unless the fault is the address
    kReturned,  // not tried, or without success for a reason that is not its own
  };
  Kind kind;
  std::string why = {};                       // but for kDone; no personal data
  std::optional<std::string> customer = {};   // kDone: the account's Stripe customer from now on
  std::chrono::milliseconds at_least{0};      // kRetry, kReturned: not before
  bool suspect = false;                       // kRetry: the error is stored under the request's key
  OutboxFault fault = OutboxFault::kUnknown;  // kDead, or kRetry if it is once too often
};

inline JobOutcome job_done(std::optional<std::string> customer = {}) {
  return {.kind = JobOutcome::Kind::kDone, .customer = std::move(customer)};
}
inline JobOutcome job_retry(std::string why, std::chrono::milliseconds at_least = {}) {
  return {.kind = JobOutcome::Kind::kRetry, .why = std::move(why), .at_least = at_least};
}
inline JobOutcome job_dead(std::string why, OutboxFault fault = OutboxFault::kUnknown) {
  return {.kind = JobOutcome::Kind::kDead, .why = std::move(why), .fault = fault};
}
inline JobOutcome job_returned(std::chrono::milliseconds at_least = {}) {
  return {.kind = JobOutcome::Kind::kReturned, .at_least = at_least};
}

using Request = std::variant<HttpTransfer, MailTransfer>;
using Step = std::variant<Request, JobOutcome>;

}  // namespace latchkey
