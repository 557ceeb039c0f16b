// What a handler answers. Every response also gets Cache-Control: no-store from the worker.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/metrics/counters.h"

namespace latchkey {

// Something to be counted that the status does not tell.
struct Happened {
  Event event;
  std::uint64_t times = 1;
};

struct Response {
  int status = 200;
  std::string body;  // JSON; empty with 204
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<Happened> happened = std::nullopt;  // for the metrics; no client sees it
};

inline Response ok(std::string json) { return {200, std::move(json), {}}; }
inline Response created(std::string json) { return {201, std::move(json), {}}; }

}  // namespace latchkey
