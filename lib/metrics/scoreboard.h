// What all workers have counted: <folder>/<handler>/<file> of counters_file.h, summed by handler.
// Reading disturbs no worker.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/metrics/counters.h"

namespace latchkey {

// Answers of the present minute and the five before it.
struct RecentAnswers {
  std::uint64_t all = 0;
  std::uint64_t server_errors = 0;  // of 500 and above
};

struct HandlerScore {
  std::string handler;
  std::vector<pid_t> workers;  // those that live
  Tally total{};               // of these and all that were before them; its minutes are in recent
  RecentAnswers recent{};

  [[nodiscard]] std::uint64_t requests() const;
  [[nodiscard]] std::uint64_t server_errors() const;  // answers of 500 and above
  [[nodiscard]] std::uint64_t events(Event event) const {
    return total.events[static_cast<std::size_t>(event)];
  }
  [[nodiscard]] std::uint64_t errors(ErrorCode code) const {
    return total.errors[static_cast<std::size_t>(code)];
  }
  // The duration that `share` (0 to 1) of the requests did not exceed, in microseconds; between the
  // bounds of a bucket by straight line, as Prometheus does it. 0 without requests.
  [[nodiscard]] double duration_quantile(double share) const;
};

// By name; a handler whose folder is empty has never run. Fails where the folder can't be read.
Result<std::vector<HandlerScore>> read_scoreboard(const std::string& folder,
                                                  UnixSeconds now = system_clock());

}  // namespace latchkey
