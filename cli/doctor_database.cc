#include <cstdlib>

#include "cli/doctor_checks.h"
#include "db/calls/admin_database_faults.h"
#include "db/calls/admin_database_state.h"
#include "db/calls/health_write.h"
#include "lib/base/clock.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kMostSkew = 5;

CheckResult clock_result(UnixSeconds of_database) {
  const UnixSeconds skew = std::abs(system_clock() - of_database);
  const std::string text = "this machine and the database are " + std::to_string(skew) + " s apart";
  if (skew <= kMostSkew) return {"clock", true, text};
  return {"clock", false, text + "; let both follow a time server (timedatectl)"};
}

CheckResult writes_result(Caller& db) {
  const auto written = health_write(db);
  if (written) return {"writes", true, "are committed"};
  return {"writes", false,
          written.error().detail +
              "; is the disk full, the server read-only (default_transaction_read_only), or a "
              "standby down that must confirm (synchronous_standby_names)?"};
}

void append_faults(CheckResults& results, Caller& db) {
  const auto faults = admin_database_faults(db);
  if (!faults) {
    results.push_back({"database", false, faults.error().detail});
    return;
  }
  for (const DatabaseFault& fault : *faults) {
    results.push_back({fault.subject, false, fault.fault + "; run " + fault.remedy});
  }
}

}  // namespace

CheckResults examine_database(const Connect& connect) {
  const auto db = connect();
  const auto state = db ? admin_database_state(**db) : Result<DatabaseState>(db.error());
  if (!state) {
    return {{"database", false,
             state.error().detail +
                 "; check that Postgres runs and that LATCHKEY_DATABASE_URL is correct"}};
  }
  CheckResults results{{"database", true, "reachable"}};
  const bool has_migrations = state->latest_migration >= LATCHKEY_LATEST_MIGRATION;
  const bool has_functions = state->functions_digest == LATCHKEY_FUNCTIONS_DIGEST;
  if (!has_migrations) {
    results.push_back({"migrations", false,
                       "applied up to " + state->latest_migration + ", but this version needs " +
                           LATCHKEY_LATEST_MIGRATION + "; run latchkey setup"});
  } else {
    results.push_back({"migrations", true, "applied up to " + state->latest_migration});
  }
  results.push_back(
      {"functions", has_functions,
       has_functions ? "those of this version" : "not those of this version; run latchkey setup"});
  results.push_back(clock_result(state->now));
  if (has_functions) {
    results.push_back(writes_result(**db));
    append_faults(results, **db);
  }
  return results;
}

}  // namespace latchkey
