#include "handlers/metrics/handler.h"

int main() {
  return latchkey::run_worker({"metrics", {latchkey::Key::kMetricsDir}}, latchkey::handle_metrics);
}
