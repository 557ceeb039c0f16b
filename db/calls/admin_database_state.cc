#include "db/calls/admin_database_state.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminDatabaseState{"admin_database_state",
                                        "SELECT latest_migration, functions_digest, unix_time"
                                        " FROM latchkey_api.admin_database_state()"};

}  // namespace

Result<DatabaseState> admin_database_state(Caller& db) {
  auto row = Row::of_call(db, kAdminDatabaseState, {});
  if (!row) return row.error();

  DatabaseState state;
  state.latest_migration = row->text(0);
  state.functions_digest = row->text(1);
  state.now = row->number(2);
  if (auto sound = row->finish(); !sound) return sound.error();
  return state;
}

}  // namespace latchkey
