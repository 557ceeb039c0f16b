// Keeps what the first attempts of jobs will send, before they send it.
#pragma once

#include <vector>

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// `jobs` have their parameters and no first attempt yet; gives them its time. Those whose fence no
// longer holds are taken out: somebody else works on them.
Result<Done> outbox_freeze(Caller& db, std::vector<OutboxJob>& jobs);

}  // namespace latchkey
