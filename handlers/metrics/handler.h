// What all workers have counted and how the outbox is, for Prometheus. Answers while the database
// is down as well, with what the workers counted.
//
// Route:   GET /metrics (from this machine only)
// Calls:   metrics_snapshot
// Secrets: none
// Egress:  none
#pragma once

#include <string>

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

struct Metrics {
  Caller& db;
  std::string folder;  // a folder a handler (lib/metrics/scoreboard.h)

  static Result<Metrics> create(Services& services);
};

// 503 where the workers' counters can't be read.
Result<Response> handle_metrics(const Request& request, Metrics& context);

}  // namespace latchkey
