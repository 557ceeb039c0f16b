#include "lib/worker/worker.h"

#include <unistd.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "lib/fcgi/server.h"
#include "lib/metrics/counters_file.h"
#include "lib/postgres/connection.h"
#include "lib/worker/listener.h"
#include "lib/worker/notify.h"
#include "lib/worker/serve.h"

namespace latchkey {
namespace {

constexpr int kExitRestart = 1;
constexpr int kExitConfig = 78;  // EX_CONFIG of sysexits.h

Result<Config> load_config(const WorkerSpec& spec) {
  std::vector<Key> keys(spec.keys);
  keys.insert(keys.end(), {Key::kDatabaseUrl, Key::kDatabasePassword, Key::kDatabasePrepare,
                           Key::kMetricsDir, Key::kLogLevel});
  return Config::load(keys);
}

// A start that failed: one line, and the exit code that tells whether to try again.
int failed(Log& log, const Error& error) {
  log.error("the worker can't start", {{"detail", std::string_view(error.detail)}});
  return error.code == ErrorCode::kUnavailable ? kExitRestart : kExitConfig;
}

std::string how_to_start(const std::string& program) {
  return program +
         " is a FastCGI worker and wants its listening socket as standard input; start it with: "
         "spawn-fcgi -n -s " +
         program + ".sock -- " + program;
}

// A worker that can't be watched serves all the same.
CountersFile claim_counters(const std::string& folder, Log& log) {
  auto file = CountersFile::claim(folder);
  if (file) return std::move(*file);
  log.warning(
      "the worker's metrics can't be read by anybody",
      {{"folder", std::string_view(folder)}, {"detail", std::string_view(file.error().detail)}});
  return CountersFile::unread();
}

int run(Listener& listener, const Handler& handler, Background* background, Log& log,
        Counters& counters) {
  auto server = FcgiServer::open(STDIN_FILENO);
  if (!server) return failed(log, fail(ErrorCode::kUnavailable, server.error().detail));
  Notifier notifier = Notifier::from_environment();
  notifier.ready();
  Serving serving{listener, **server, notifier, log, counters, handler, background};
  const int code = serve(serving, requests_before_retirement(std::random_device()()));
  notifier.stopping();
  if (code == 0) counters.end();
  return code;
}

}  // namespace

int worker_main(const WorkerSpec& spec, const std::function<Result<Handler>(Services&)>& build) {
  const std::string name(spec.name);
  const std::string program = "latchkey-" + name;
  Log start_log(name, LogLevel::kInfo);
  auto listener = Listener::take(STDIN_FILENO);
  if (!listener) return failed(start_log, fail(ErrorCode::kInternal, how_to_start(program)));
  const auto config = load_config(spec);
  if (!config) return failed(start_log, config.error());

  Log log(name, config->log_level());
  auto options = connection_options(config->text(Key::kDatabaseUrl), program,
                                    config->text(Key::kDatabasePassword));
  if (!options) {
    return failed(log, fail(options.error().code, std::string(key_name(Key::kDatabaseUrl)) + ": " +
                                                      options.error().detail));
  }
  Connection db(std::move(*options), config->on(Key::kDatabasePrepare), log);
  const CountersFile file = claim_counters(config->text(Key::kMetricsDir) + "/" + name, log);
  Counters& counters = file.counters();
  db.count_in(counters);
  Services services{*config, db, log};
  const auto handler = build(services);
  if (!handler) return failed(log, handler.error());
  // A database that is away is no reason not to start: requests get their 503 meanwhile.
  if (spec.uses_database) db.connect_early();
  return run(*listener, *handler, services.background, log, counters);
}

}  // namespace latchkey
