// Takes due jobs of a lane, by lease and fence.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "db/calls/outbox_job.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// How far claims have come in the order in which jobs fall due.
struct OutboxCursor {
  std::int64_t due_us = 0;
  std::int64_t id = 0;
};

// Up to `limit` jobs, in that order, from behind `cursor`, which moves on to the last of them.
Result<std::vector<OutboxJob>> outbox_claim(Caller& db, std::string_view lane, std::int64_t limit,
                                            std::chrono::seconds lease, OutboxCursor& cursor);

}  // namespace latchkey
