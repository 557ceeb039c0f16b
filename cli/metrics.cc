#include "cli/metrics.h"

#include <iostream>
#include <optional>
#include <utility>

#include "db/calls/metrics_snapshot.h"
#include "lib/config/config.h"
#include "lib/http/problem.h"
#include "lib/metrics/exposition.h"

namespace latchkey {

MetricsCommand::MetricsCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const metrics =
      app.add_subcommand("metrics", "Print what GET /metrics answers, for Prometheus.");
  add_metrics_folder(*metrics, folder_);
  metrics->callback([this] { print(); });
}

// A database that is down is a metric too.
void MetricsCommand::print() const {
  const auto scores = scores_in(folder_);
  if (!scores) {
    std::cerr << "latchkey metrics: " << scores.error().detail << '\n';
    throw CLI::RuntimeError(1);
  }
  std::optional<DatabaseGauges> gauges;
  if (const auto db = connect_()) {
    if (auto snapshot = metrics_snapshot(**db)) gauges = std::move(*snapshot);
  }
  std::cout << exposition(*scores, gauges, [](ErrorCode code) { return problem_kind(code).code; });
}

void add_metrics_folder(CLI::App& command, std::string& folder) {
  command.add_option("--metrics", folder,
                     "Where the workers count, instead of the configuration's "
                     "LATCHKEY_METRICS_DIR");
}

Result<std::vector<HandlerScore>> scores_in(const std::string& folder) {
  if (!folder.empty()) return read_scoreboard(folder);
  ConfigReader config;
  const std::string configured = config.text(Key::kMetricsDir);
  if (auto read = config.finish(); !read) return read.error();
  return read_scoreboard(configured);
}

}  // namespace latchkey
