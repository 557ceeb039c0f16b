// Whether the database takes writes: it writes one row and commits.
#pragma once

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<Done> health_write(Caller& db);

}  // namespace latchkey
