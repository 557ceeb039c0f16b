#include "lib/worker/worker.h"

#include <unistd.h>

#include <memory>
#include <random>
#include <string>
#include <utility>

#include "lib/fcgi/server.h"
#include "lib/metrics/counters_file.h"
#include "lib/postgres/connection.h"
#include "lib/postgres/database_options.h"
#include "lib/worker/from_config.h"
#include "lib/worker/listener.h"
#include "lib/worker/notify.h"
#include "lib/worker/serve.h"

namespace latchkey {
namespace {

constexpr int kExitRestart = 1;
constexpr int kExitConfig = 78;  // EX_CONFIG of sysexits.h

// A start that failed: a line a problem, and the exit code that tells whether to try again.
int failed(Log& log, const Error& error) {
  log.error("the worker cannot start", {{"detail", error.detail}});
  return error.code == ErrorCode::kUnavailable ? kExitRestart : kExitConfig;
}

int failed(Log& log, const ConfigReader& config) {
  for (const std::string& problem : config.problems()) {
    log.error("the worker cannot start", {{"detail", problem}});
  }
  return kExitConfig;
}

std::string how_to_start(const std::string& program) {
  return program +
         " is a FastCGI worker and needs its listening socket as standard input; start it with: "
         "spawn-fcgi -n -s " +
         program + ".sock -- " + program;
}

// A worker that cannot be watched serves all the same.
CountersFile claim_counters(const std::string& folder, Log& log) {
  auto file = CountersFile::claim(folder);
  if (file) return std::move(*file);
  log.warning(
      "nobody can read the worker's metrics",
      {{"folder", std::string_view(folder)}, {"detail", std::string_view(file.error().detail)}});
  return CountersFile::unread();
}

int run(Listener& listener, const Handler& handler, Background* background, Log& log,
        Counters& counters) {
  auto server = FcgiServer::open(STDIN_FILENO);
  if (!server) return failed(log, Error::of(ErrorCode::kUnavailable, server.error().detail));
  Notifier notifier = Notifier::from_environment();
  notifier.ready();
  Serving serving{listener, **server, notifier, log, counters, handler, background};
  const int code = serve(serving, requests_before_retirement(std::random_device()()));
  notifier.stopping();
  if (code == 0) counters.end();
  return code;
}

}  // namespace

int worker_main(const std::string& name, const std::function<Result<Handler>(Services&)>& build) {
  const std::string program = "latchkey-" + name;
  Log start_log(name, LogLevel::kInfo);
  auto listener = Listener::take(STDIN_FILENO);
  if (!listener) return failed(start_log, Error::of(ErrorCode::kInternal, how_to_start(program)));

  ConfigReader config;
  Log log(name, config.log_level());
  Connection db(database_options(config, program), config.on(Key::kDatabasePrepare), log);
  const std::string counters_folder = config.text(Key::kMetricsDir) + "/" + name;
  Services services{config, log, db};
  const auto handler = build(services);
  if (!config.problems().empty()) return failed(log, config);
  if (!handler) return failed(log, handler.error());

  const CountersFile file = claim_counters(counters_folder, log);
  Counters& counters = file.counters();
  db.count_in(counters);
  // Starts also if the database is down: until it is back, requests get a 503.
  if (services.uses_db) db.connect_early();
  return run(*listener, *handler, services.background, log, counters);
}

int run_worker(const std::string& name, SignedInHandle handle) {
  std::optional<SignedIn> context;
  return worker_main(name, [&](Services& services) -> Result<Handler> {
    auto verifier = access_token_verifier(services.config);
    if (auto read = services.config.finish(); !read) return read.error();
    context.emplace(SignedIn{services.db(), std::move(*verifier)});
    return Handler([&](const Request& request) { return context->answer(request, handle); });
  });
}

int run_worker(const std::string& name, ServiceHandle handle) {
  return worker_main(name, [&](Services& services) -> Result<Handler> {
    Caller& db = services.db();
    return Handler([&](const Request& request) { return answer_service(request, db, handle); });
  });
}

}  // namespace latchkey
