#include "db/calls/admin_database_faults.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminDatabaseFaults{
    "admin_database_faults",
    "SELECT subject, fault, remedy FROM latchkey_api.admin_database_faults()"};

}  // namespace

Result<std::vector<DatabaseFault>> admin_database_faults(Caller& db) {
  auto rows = Rows::of_call(db, kAdminDatabaseFaults, {});
  if (!rows) return rows.error();
  std::vector<DatabaseFault> faults;
  while (rows->next()) faults.push_back({rows->text(0), rows->text(1), rows->text(2)});
  return rows->checked(std::move(faults));
}

}  // namespace latchkey
