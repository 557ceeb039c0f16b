// A worker: one single-threaded process that runs one handler. worker_main starts it, tells systemd
// that it is ready, serves the FastCGI socket on fd 0, and retires: on SIGTERM after the request in
// hand, and by itself after a set number of requests. It is the one place that catches exceptions.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "lib/base/log.h"
#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/postgres/caller.h"
#include "lib/worker/background.h"
#include "lib/worker/signed_in.h"

namespace latchkey {

using Handler = std::function<Result<Response>(const Request&)>;

// What a handler is built from; outlives the handler.
struct Services {
  ConfigReader& config;
  Log& log;
  // For the calls of a request. Asking for it has the worker connect at its start.
  [[nodiscard]] Caller& db() {
    uses_db = true;
    return caller;
  }

  Caller& caller;
  bool uses_db = false;
  Background* background = nullptr;  // set by a handler that has one; lives as long as the handler
};

// `name`: as in services.tsv, "auth-refresh"; the database role is latchkey-<name>. `build` reads
// the handler's keys; where one of them has a problem, the handler is not used.
// Returns the process's exit code: 0 retired, 78 (EX_CONFIG) where the configuration is wrong,
// after a line in the log for each problem; 1 for anything that a restart may repair.
int worker_main(const std::string& name, const std::function<Result<Handler>(Services&)>& build);

// The same for a handler of the usual shape: a Context made by `static Result<Context>
// Context::create(Services&)`, which lives as long as the worker, and a function from request to
// response.
template <typename Context>
int run_worker(const std::string& name, Result<Response> (*handle)(const Request&, Context&)) {
  std::optional<Context> context;
  return worker_main(name, [&](Services& services) -> Result<Handler> {
    Result<Context> made = Context::create(services);
    if (!made) return made.error();
    context.emplace(std::move(*made));
    return Handler([&](const Request& request) { return handle(request, *context); });
  });
}

// The same for an endpoint of signed-in users: the worker authenticates them, and the endpoint sees
// no other request.
int run_worker(const std::string& name, SignedInHandle handle);

// The same for an endpoint of services.
int run_worker(const std::string& name, ServiceHandle handle);

}  // namespace latchkey
