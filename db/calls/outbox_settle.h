// What became of claimed jobs, many in one call. Only a claim whose fence still holds counts; of
// the others somebody else has taken care.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct OutboxSuccess {
  OutboxClaim claim;
  std::optional<std::string> customer;  // the Stripe customer that is the account's from now on
};

// Why a job is dead.
enum class OutboxFault {
  kUnknown,  // nobody knows whether anything was done
  kRefused,  // the service refused what was sent, and did nothing
  kAddress,  // the user's address cannot be used: nobody's alarm
};

struct OutboxFailure {
  OutboxClaim claim;
  std::optional<std::chrono::milliseconds> delay;  // due again after it; nothing: dead
  std::string error;                               // no personal data
  bool suspect;       // to repeat the request under the same key is of no use
  OutboxFault fault;  // where it is dead
};

struct OutboxReturn {
  OutboxClaim claim;
  std::chrono::milliseconds delay{0};  // due again after it; 0: as before
};

// The ids of jobs that stay as they are: their account has another Stripe customer already, or the
// customer another account.
Result<std::vector<std::int64_t>> outbox_complete(Caller& db, std::span<const OutboxSuccess> done);

Result<Done> outbox_fail(Caller& db, std::span<const OutboxFailure> failed);

// Gives jobs back that were not tried, or failed for a reason that is not theirs; their attempt is
// not counted.
Result<Done> outbox_release(Caller& db, std::span<const OutboxReturn> returned);

}  // namespace latchkey
