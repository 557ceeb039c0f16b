// Metrics as Prometheus reads them: its text format, version 0.0.4
// (prometheus.io/docs/instrumenting/exposition_formats).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/error.h"
#include "lib/metrics/scoreboard.h"

namespace latchkey {

inline constexpr const char* kExpositionType = "text/plain; version=0.0.4; charset=utf-8";

// What only the database knows.
struct DatabaseGauges {
  std::int64_t outbox_pending = 0;         // jobs to be done
  std::int64_t outbox_dead = 0;            // jobs given up
  std::int64_t outbox_oldest_seconds = 0;  // age of the oldest pending one; 0 where there is none
  std::int64_t outbox_attempts = 0;        // made so far for the pending ones
  std::string latest_migration;            // applied
};

// `database`: nothing where it could not be asked. `code_name`: what clients know a code by.
std::string exposition(const std::vector<HandlerScore>& scores,
                       const std::optional<DatabaseGauges>& database,
                       std::string_view (*code_name)(ErrorCode));

}  // namespace latchkey
