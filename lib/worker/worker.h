// A worker: one single-threaded process that runs one handler. worker_main starts it, tells systemd
// that it is ready, serves the FastCGI socket on fd 0, and retires: on SIGTERM after the request in
// hand, and by itself after a set number of requests. It is the one place that catches exceptions.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "lib/base/log.h"
#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"
#include "lib/worker/background.h"

namespace latchkey {

using Handler = std::function<Result<Response>(const Request&)>;

// What main gives a handler's builder; outlives the handler.
struct Services {
  const Config& config;
  Caller& db;
  Log& log;
  Background* background = nullptr;  // set by a handler that has one; lives as long as the handler
};

struct WorkerSpec {
  std::string_view name;  // as in services.tsv: "auth-refresh"; the role is latchkey-<name>
  std::initializer_list<Key> keys;  // what the handler reads; database and log keys are implied
  bool uses_database = true;        // whether to connect at the start rather than at the first call
};

// Returns the process's exit code: 0 retired, 78 (EX_CONFIG) where the configuration is wrong,
// 1 for anything that a restart may mend.
int worker_main(const WorkerSpec& spec, const std::function<Result<Handler>(Services&)>& build);

// The same for a handler of the usual shape: a Context made by `static Result<Context>
// Context::create(Services&)`, which lives as long as the worker, and a function from request to
// response.
template <typename Context>
int run_worker(const WorkerSpec& spec, Result<Response> (*handle)(const Request&, Context&)) {
  std::optional<Context> context;
  return worker_main(spec, [&](Services& services) -> Result<Handler> {
    Result<Context> made = Context::create(services);
    if (!made) return made.error();
    context.emplace(std::move(*made));
    return Handler([&](const Request& request) { return handle(request, *context); });
  });
}

}  // namespace latchkey
