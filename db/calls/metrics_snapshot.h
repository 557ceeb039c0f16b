// What metrics tell that only the database knows.
#pragma once

#include "db/client/caller.h"
#include "lib/base/result.h"
#include "lib/metrics/exposition.h"

namespace latchkey {

Result<DatabaseGauges> metrics_snapshot(Caller& db);

}  // namespace latchkey
