// The sessions that were revoked lately: what auth-verify has to know when it starts.
#pragma once

#include <cstdint>
#include <functional>

#include "lib/base/result.h"
#include "lib/base/uuid.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Tells `found` of each session revoked within the last `seconds`.
Result<Done> revocations_since(Caller& db, std::int64_t seconds,
                               const std::function<void(const Uuid&)>& found);

}  // namespace latchkey
