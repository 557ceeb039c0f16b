// A new idempotency key for a job whose old one is of no more use.
#pragma once

#include <string>

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// kNotFound where the fence no longer holds.
Result<std::string> outbox_rekey(Caller& db, const OutboxClaim& claim);

}  // namespace latchkey
