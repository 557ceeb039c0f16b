// What is wrong with the database that holds Latchkey, and what sets it right.
#pragma once

#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct DatabaseFault {
  std::string subject;  // "sequences"
  std::string fault;
  std::string remedy;  // a command for a shell
};

Result<std::vector<DatabaseFault>> admin_database_faults(Caller& db);

}  // namespace latchkey
