// What the database knows of Latchkey's health.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct DatabaseHealth {
  bool migrations = false;          // the latest migration is applied
  std::int64_t outbox_dead = 0;     // jobs given up
  std::int64_t outbox_overdue = 0;  // jobs that are due and were not taken up
  std::int64_t outbox_held = 0;     // jobs that wait, since a setting is missing
};

// `latest_migration`: the newest file's name in migrations/, without .sql.
Result<DatabaseHealth> health_check(Caller& db, std::string_view latest_migration);

}  // namespace latchkey
