// Deletes what nobody needs any more, some at a time, so that each call holds few locks for a short
// time. `keep`: how long it stays after its end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Up to `limit` each; how many were deleted.
Result<std::int64_t> purge_outbox(Caller& db, std::chrono::seconds keep, std::int64_t limit);
Result<std::int64_t> purge_refresh_tokens(Caller& db, std::chrono::seconds keep,
                                          std::int64_t limit);

// Looks at `limit` sessions behind the id `after`, which moves on; empty at the end.
Result<std::int64_t> purge_sessions(Caller& db, std::chrono::seconds keep, std::int64_t limit,
                                    std::string& after);

}  // namespace latchkey
