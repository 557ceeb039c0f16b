// What the doctor compares with the build and the machine.
#pragma once

#include <string>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct DatabaseState {
  std::string latest_migration;
  std::string functions_digest;  // as db/CMakeLists.txt computes that of the files
  UnixSeconds now = 0;           // the database's clock
};

Result<DatabaseState> admin_database_state(Caller& db);

}  // namespace latchkey
