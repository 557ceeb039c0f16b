#include "cron/program.h"

#include <algorithm>
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
#include "db/calls/analyses_expire.h"
#include "lib/base/clock.h"
#include "lib/config/config.h"
#include "lib/mail/template.h"
#include "lib/net/curl_transfers.h"
#include "lib/postgres/connection.h"
#include "lib/postgres/database_options.h"

namespace latchkey {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr const char* kProgram = "latchkey-cron";
constexpr const char* kHelp =
    "Usage: latchkey-cron [drain | purge]\n"
    "\n"
    "  drain   do the jobs of the outbox that are due (Stripe, mail), give back the\n"
    "          credits of analyses that nobody has finished, then exit; the default\n"
    "  purge   delete expired refresh tokens, old sessions and finished jobs\n"
    "\n"
    "Configuration: /etc/latchkey/latchkey.conf and the environment; `latchkey config check`.\n"
    "Exit code: 0 done; 1 done, but a job is dead (latchkey outbox list dead);\n"
    "75 no database, the next run tries again; 78 the configuration is wrong.\n";
// Sentry gets this long at the end of a run.
constexpr std::chrono::seconds kReportTime{5};

int exit_code(const Error& error) {
  return error.code == ErrorCode::kUnavailable ? kExitLater : kExitSoftware;
}

// The parts of a run that need nothing of what it is to do.
struct Run {
  ConfigReader& config;
  Log& log;
  Connection& db;
  StopSignal& stop;
};

// Configuration with problems: nothing is done.
int wrong(const ConfigReader& config, Log& log) {
  for (const std::string& problem : config.problems()) {
    log.error("latchkey-cron cannot start", {{"detail", problem}});
  }
  return kExitConfig;
}

// Nothing where errors are reported to nobody.
std::optional<SentryTarget> target_of(ConfigReader& config) {
  const std::string dsn = config.text(Key::kSentryDsn);
  if (dsn.empty()) return std::nullopt;
  auto target = sentry_target(dsn);
  if (target) return std::move(*target);
  config.report(Key::kSentryDsn, target.error().detail);
  return std::nullopt;
}

Result<std::unique_ptr<CurlTransfers>> transfers_for(const std::string& stripe_base,
                                                     const std::optional<SentryTarget>& sentry) {
  TransferLimits limits;
  limits.timeout = kTransferTimeout;
  auto transfers = CurlTransfers::create(limits);
  if (!transfers) return transfers;
  if (auto allowed = (*transfers)->allow(stripe_base); !allowed) {
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
  send_reports(reports, *sentry, transfers, log, kReportTime);
}

MailSettings mail_settings(ConfigReader& config) {
  return {config.text(Key::kSmtpUrl), config.text(Key::kSmtpPassword), config.text(Key::kMailFrom),
          config.text(Key::kPublicUrl), mail_folder(config_folder())};
}

StripeSettings stripe_settings(ConfigReader& config) {
  return {config.text(Key::kStripeApiBase), config.text(Key::kStripeSecretKey),
          config.number(Key::kStripeRate)};
}

// Of analyses that nobody has finished.
Result<Done> give_credits_back(Run& run) {
  std::int64_t failed = 0;
  for (std::int64_t more = kExpireBatch; more >= kExpireBatch && !run.stop.has_come();) {
    const auto batch = analyses_expire(run.db);
    if (!batch) return batch.error();
    more = *batch;
    failed += more;
  }
  if (failed > 0) run.log.info("analyses failed after five attempts", {{"analyses", failed}});
  return Done{};
}

int drain(Run& run) {
  const auto sentry = target_of(run.config);
  const StripeSettings to_stripe = stripe_settings(run.config);
  const MailSettings by_mail = mail_settings(run.config);
  if (!run.config.problems().empty()) return wrong(run.config, run.log);
  const auto transfers = transfers_for(to_stripe.api_base, sentry);
  if (!transfers) {
    run.log.error("latchkey-cron cannot start", {{"detail", transfers.error().detail}});
    return kExitConfig;
  }
  ErrorReports reports;
  Settler settler(run.db, run.log, reports, std::random_device()());
  StripeLane stripe(to_stripe, run.db, run.log, system_clock);
  MailLane mail(by_mail, run.log);
  Drain drain({run.db, **transfers, run.log, settler, [&run] { return run.stop.has_come(); },
               run.stop.fd()},
              {&stripe, &mail});

  const TimePoint started = SteadyClock::now();
  const auto ended = drain.run();
  const std::chrono::duration<double> took = SteadyClock::now() - started;
  const DrainCounts& counts = settler.counts();
  // A run that had nothing to do says nothing: on an idle host that is every 15 s.
  if (counts.any()) {
    run.log.info("drained", {{"done", counts.done},
                             {"retried", counts.retried},
                             {"dead", counts.dead},
                             {"bad_addresses", counts.bad_addresses},
                             {"returned", counts.returned},
                             {"seconds", took.count()}});
  }
  report(reports, sentry, **transfers, run.log);
  const auto all_done = ended ? give_credits_back(run) : ended;
  if (!all_done) {
    run.log.error("the run ended early", {{"detail", all_done.error().detail}});
    return exit_code(all_done.error());
  }
  return counts.dead > 0 ? kExitDead : kExitDone;
}

int purge(Run& run) {
  if (!run.config.problems().empty()) return wrong(run.config, run.log);
  const auto purged = purge_all(run.db, run.log, [&run] { return run.stop.has_come(); });
  if (purged) return kExitDone;
  run.log.error("the purge ended early", {{"detail", purged.error().detail}});
  return exit_code(purged.error());
}

int with_database(int (*task)(Run&)) {
  ConfigReader config;
  Log log("cron", config.log_level());
  auto stop = StopSignal::take();
  if (!stop) {
    log.error("latchkey-cron cannot start", {{"detail", stop.error().detail}});
    return kExitSoftware;
  }
  // Each run connects, so that it has is not worth a line.
  Log connection_log("cron", std::max(config.log_level(), LogLevel::kWarning));
  Connection db(database_options(config, kProgram), config.on(Key::kDatabasePrepare),
                connection_log);
  Run run{config, log, db, *stop};
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
