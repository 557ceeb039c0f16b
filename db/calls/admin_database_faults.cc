#include "db/calls/admin_database_faults.h"

#include "db/calls/rows.h"

namespace latchkey {
namespace {

constexpr Statement kAdminDatabaseFaults{
    "admin_database_faults",
    "SELECT subject, fault, remedy FROM latchkey_api.admin_database_faults()"};

}  // namespace

Result<std::vector<DatabaseFault>> admin_database_faults(Caller& db) {
  const auto answer = db.call(kAdminDatabaseFaults, {});
  if (!answer) return answer.error();
  std::vector<DatabaseFault> faults;
  for (int row = 0; row < answer->rows(); ++row) {
    faults.push_back(
        {text_at(*answer, row, 0), text_at(*answer, row, 1), text_at(*answer, row, 2)});
  }
  return faults;
}

}  // namespace latchkey
