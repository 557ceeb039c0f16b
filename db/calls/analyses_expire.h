// Fails the analyses that were claimed five times and never finished, and gives their credits back.
#pragma once

#include <cstdint>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// How many; a full batch (kExpireBatch) may not have been the last.
inline constexpr std::int64_t kExpireBatch = 20;
Result<std::int64_t> analyses_expire(Caller& db);

}  // namespace latchkey
