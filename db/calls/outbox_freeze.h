// Keeps what the first attempts of jobs will send, before they send it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct OutboxParams {
  OutboxClaim claim;
  std::string json;  // an object
};

// The times of the first attempts, by job. A job whose fence no longer holds has none: somebody
// else works on it.
Result<std::map<std::int64_t, UnixSeconds>> outbox_freeze(Caller& db,
                                                          std::span<const OutboxParams> frozen);

}  // namespace latchkey
