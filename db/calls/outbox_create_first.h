// An update of an account that has no Stripe customer waits for a create job.
#pragma once

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Queues the account's create job before the claimed one, which is given back. Also where the fence
// no longer holds: then it is somebody else's. kNotFound where there is no such user.
Result<Done> outbox_create_first(Caller& db, const OutboxClaim& claim);

}  // namespace latchkey
