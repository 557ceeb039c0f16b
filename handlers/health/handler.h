// Whether Latchkey can do its work, for a person or a monitor. Answers by itself, with what it
// knows, while the database is down.
//
// Route:   GET /api/health
// Calls:   health_check, health_write
// Secrets: none (looks at the published keys)
// Egress:  none
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct Health {
  Caller& db;
  std::string latest_migration;  // the newest that this build knows
  // Whether the published keys are of use just now; an error's detail may hold a path.
  std::function<Result<Done>()> check_signing_key;
  Clock clock = system_clock;

  // How the last write went, and when: however often health is asked, it writes now and then.
  struct Write {
    UnixSeconds at;
    bool good;
  };
  std::optional<Write> last_write{};

  static Result<Health> create(Services& services);
};

// 200, or 503 with Retry-After where a check fails; the checks either way.
Result<Response> handle_health(const Request& request, Health& context);

}  // namespace latchkey
