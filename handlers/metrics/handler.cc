#include "handlers/metrics/handler.h"

#include <optional>
#include <string>
#include <utility>

#include "db/calls/metrics_snapshot.h"
#include "lib/http/problem.h"
#include "lib/metrics/exposition.h"

namespace latchkey {

Result<Metrics> Metrics::create(Services& services) {
  std::string folder = services.config.text(Key::kMetricsDir);
  if (auto read = services.config.finish(); !read) return read.error();
  return Metrics{services.db(), std::move(folder)};
}

Result<Response> handle_metrics(const Request& /*request*/, Metrics& context) {
  const auto scores = read_scoreboard(context.folder);
  if (!scores) return Error::of(ErrorCode::kUnavailable, scores.error().detail);
  std::optional<DatabaseGauges> gauges;
  if (auto snapshot = metrics_snapshot(context.db)) gauges = std::move(*snapshot);

  Response response =
      ok(exposition(*scores, gauges, [](ErrorCode code) { return problem_kind(code).code; }));
  response.headers.emplace_back("Content-Type", kExpositionType);
  return response;
}

}  // namespace latchkey
