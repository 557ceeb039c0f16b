#include "cron/program.h"

#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "cron/drain.h"
#include "cron/mail_lane.h"
#include "cron/purge.h"
#include "cron/sentry.h"
#include "cron/settler.h"
#include "cron/stop_signal.h"
#include "cron/stripe_lane.h"
#include "lib/base/clock.h"
#include "lib/config/config.h"
#include "lib/mail/template.h"
#include "lib/net/curl_transfers.h"
#include "lib/postgres/connection.h"

namespace latchkey {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kProgram = "latchkey-cron";
constexpr const char* kHelp =
    "Usage: latchkey-cron [drain | purge]\n"
    "\n"
    "  drain   do the jobs of the outbox that are due (Stripe, mail), then exit; the default\n"
    "  purge   delete expired refresh tokens, old sessions and finished jobs\n"
    "\n"
    "Configuration: /etc/latchkey/latchkey.conf and the environment; `latchkey config check`.\n"
    "Exit code: 0 done; 1 done, but a job was given up (latchkey outbox list dead);\n"
    "75 no database, the next run tries again; 78 the configuration is wrong.\n";
// Sentry gets this long at the end of a run.
constexpr std::chrono::seconds kReportTime{5};

const std::vector<Key>& keys() {
  static const std::vector<Key> kKeys = {
      Key::kPublicUrl,       Key::kSmtpUrl,          Key::kSmtpPassword,    Key::kMailFrom,
      Key::kDatabaseUrl,     Key::kDatabasePassword, Key::kDatabasePrepare, Key::kStripeApiBase,
      Key::kStripeSecretKey, Key::kStripeRate,       Key::kSentryDsn,       Key::kLogLevel};
  return kKeys;
}

int exit_code(const Error& error) {
  return error.code == ErrorCode::kUnavailable ? kExitLater : kExitSoftware;
}

// The parts of a run that need nothing of what it is to do.
struct Run {
  const Config& config;
  Log& log;
  Connection& db;
  StopSignal& stop;
};

Result<std::optional<SentryTarget>> target_of(const Config& config) {
  const std::string& dsn = config.text(Key::kSentryDsn);
  if (dsn.empty()) return std::optional<SentryTarget>();
  auto target = sentry_target(dsn);
  if (!target) return target.error();
  return std::optional(std::move(*target));
}

Result<std::unique_ptr<CurlTransfers>> transfers_for(const Config& config,
                                                     const std::optional<SentryTarget>& sentry) {
  TransferLimits limits;
  limits.timeout = kTransferTimeout;
  auto transfers = CurlTransfers::create(limits);
  if (!transfers) return transfers;
  if (auto allowed = (*transfers)->allow(config.text(Key::kStripeApiBase)); !allowed) {
    return allowed.error();
  }
  if (sentry) {
    if (auto allowed = (*transfers)->allow(sentry->url); !allowed) return allowed.error();
  }
  return transfers;
}

void report(const ErrorReports& reports, const std::optional<SentryTarget>& sentry,
            Transfers& transfers, Log& log) {
  if (!sentry || reports.groups().empty()) return;
  send_reports(reports, *sentry, transfers, log, system_clock());
  const TimePoint end = SteadyClock::now() + kReportTime;
  while (transfers.in_flight() > 0 && SteadyClock::now() < end) {
    transfers.run(std::chrono::milliseconds(100), -1);
  }
}

MailSettings mail_settings(const Config& config) {
  return {config.text(Key::kSmtpUrl), config.text(Key::kSmtpPassword), config.text(Key::kMailFrom),
          config.text(Key::kPublicUrl), mail_folder(config_folder())};
}

StripeSettings stripe_settings(const Config& config) {
  return {config.text(Key::kStripeApiBase), config.text(Key::kStripeSecretKey),
          config.number(Key::kStripeRate)};
}

int drain(Run& run) {
  const auto sentry = target_of(run.config);
  if (!sentry) return kExitConfig;
  const auto transfers = transfers_for(run.config, *sentry);
  if (!transfers) {
    run.log.error("the run can't start", {{"detail", transfers.error().detail}});
    return kExitConfig;
  }
  ErrorReports reports;
  Settler settler(run.db, run.log, reports, std::random_device()());
  StripeLane stripe(stripe_settings(run.config), run.db, **transfers, run.log, system_clock);
  MailLane mail(mail_settings(run.config), **transfers, run.log);
  Drain drain({run.db, **transfers, run.log, settler, [&run] { return run.stop.has_come(); },
               run.stop.fd()},
              {&stripe, &mail});

  const TimePoint started = SteadyClock::now();
  const auto ended = drain.run();
  const std::chrono::duration<double> took = SteadyClock::now() - started;
  const DrainCounts& counts = settler.counts();
  run.log.info("drained", {{"done", counts.done},
                           {"retried", counts.retried},
                           {"dead", counts.dead},
                           {"returned", counts.returned},
                           {"seconds", took.count()}});
  report(reports, *sentry, **transfers, run.log);
  if (!ended) {
    run.log.error("the run ended early", {{"detail", ended.error().detail}});
    return exit_code(ended.error());
  }
  return counts.dead > 0 ? kExitDead : kExitDone;
}

int purge(Run& run) {
  const auto purged = purge_all(run.db, run.log, [&run] { return run.stop.has_come(); });
  if (purged) return kExitDone;
  run.log.error("the purge ended early", {{"detail", purged.error().detail}});
  return exit_code(purged.error());
}

int with_database(int (*task)(Run&)) {
  Log start_log("cron", LogLevel::kInfo);
  auto stop = StopSignal::take();
  const auto config = Config::load(keys());
  if (!stop || !config) {
    const Error& error = config ? stop.error() : config.error();
    start_log.error("latchkey-cron can't start", {{"detail", error.detail}});
    return kExitConfig;
  }
  Log log("cron", config->log_level());
  auto options = connection_options(config->text(Key::kDatabaseUrl), kProgram,
                                    config->text(Key::kDatabasePassword));
  if (!options) {
    log.error("latchkey-cron can't start", {{"detail", std::string(key_name(Key::kDatabaseUrl)) +
                                                           ": " + options.error().detail}});
    return kExitConfig;
  }
  Connection db(std::move(*options), config->on(Key::kDatabasePrepare), log);
  Run run{*config, log, db, *stop};
  return task(run);
}

}  // namespace

int run_cron(const std::vector<std::string_view>& words) {
  const std::string_view command = words.empty() ? "drain" : words.front();
  if (words.size() <= 1 && command == "drain") return with_database(drain);
  if (words.size() <= 1 && command == "purge") return with_database(purge);
  const bool is_help = command == "help" || command == "--help" || command == "-h";
  (is_help ? std::cout : std::cerr) << kHelp;
  return is_help ? kExitDone : kExitUsage;
}

}  // namespace latchkey
