// Deletes what nobody needs any more: expired refresh tokens, old sessions, finished jobs.
#pragma once

#include <functional>

#include "lib/base/log.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// In batches, each a transaction, until nothing is left or `should_stop`. What was deleted goes to
// the log.
Result<Done> purge_all(Caller& db, Log& log, const std::function<bool()>& should_stop);

}  // namespace latchkey
