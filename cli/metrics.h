// latchkey metrics: what GET /metrics answers, for a machine where nobody scrapes that.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/database.h"
#include "lib/base/result.h"
#include "lib/metrics/scoreboard.h"

namespace latchkey {

class MetricsCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit MetricsCommand(CLI::App& app, Connect connect = connect_as_admin);
  MetricsCommand(const MetricsCommand&) = delete;
  MetricsCommand& operator=(const MetricsCommand&) = delete;

 private:
  void print() const;

  Connect connect_;
  std::string folder_;
};

// The option --metrics, and the workers' counts from there or from the configuration's folder.
void add_metrics_folder(CLI::App& command, std::string& folder);
Result<std::vector<HandlerScore>> scores_in(const std::string& folder);

}  // namespace latchkey
