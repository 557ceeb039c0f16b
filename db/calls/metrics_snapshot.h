// What metrics tell that only the database knows.
#pragma once

#include "lib/base/result.h"
#include "lib/metrics/exposition.h"
#include "lib/postgres/caller.h"

namespace latchkey {

Result<DatabaseGauges> metrics_snapshot(Caller& db);

}  // namespace latchkey
