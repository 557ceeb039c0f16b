#include "db/calls/health_check.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kHealthCheck{"health_check",
                                 "SELECT migrations, outbox_dead, outbox_overdue, outbox_held FROM "
                                 "latchkey_api.health_check($1)"};

}  // namespace

Result<DatabaseHealth> health_check(Caller& db, std::string_view latest_migration) {
  const Params params{latest_migration};
  auto row = Row::of_call(db, kHealthCheck, params);
  if (!row) return row.error();

  DatabaseHealth health;
  health.migrations = row->boolean(0);
  health.outbox_dead = row->number(1);
  health.outbox_overdue = row->number(2);
  health.outbox_held = row->number(3);
  if (auto sound = row->finish(); !sound) return sound.error();
  return health;
}

}  // namespace latchkey
