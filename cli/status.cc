#include "cli/status.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/age.h"
#include "cli/key_directory.h"
#include "cli/metrics.h"
#include "cli/table.h"
#include "db/calls/health_write.h"
#include "db/calls/metrics_snapshot.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/number.h"

namespace latchkey {
namespace {

constexpr const char* kUnknown = "-";
constexpr std::size_t kMaxName = 40;

// Proportional set size of a process in kB; nothing where we may not look.
std::optional<std::uint64_t> pss_of(pid_t pid) {
  const auto text = read_file("/proc/" + std::to_string(pid) + "/smaps_rollup");
  if (!text) return std::nullopt;
  constexpr std::string_view kName = "\nPss:";
  const auto at = text->find(kName);
  if (at == std::string::npos) return std::nullopt;
  const auto first = text->find_first_not_of(' ', at + kName.size());
  if (first == std::string::npos) return std::nullopt;
  const auto end = text->find(' ', first);  // "Pss:     2210 kB"
  return whole_number<std::uint64_t>(std::string_view(*text).substr(first, end - first));
}

std::string memory_of(const std::vector<pid_t>& workers) {
  std::uint64_t kilobytes = 0;
  for (const pid_t pid : workers) {
    const auto pss = pss_of(pid);
    if (!pss) return kUnknown;
    kilobytes += *pss;
  }
  if (workers.empty()) return kUnknown;
  return std::to_string(kilobytes / 1024) + "." + std::to_string(kilobytes % 1024 * 10 / 1024) +
         " MB";
}

// "0.42 ms": three digits of a bucket's estimate would be more than it knows.
std::string duration_text(const HandlerScore& score, double share) {
  if (score.requests() == 0) return kUnknown;
  const auto hundredths = std::llround(score.duration_quantile(share) / 10);
  const std::string rest = std::to_string(100 + hundredths % 100).substr(1);
  return std::to_string(hundredths / 100) + "." + rest + " ms";
}

std::uint64_t restarts_of(const HandlerScore& score) {
  return score.events(Event::kRestartAfterDeath) + score.events(Event::kRestartAfterEnd);
}

// "3 of 120": server errors among the answers of the last five minutes.
std::string recent_text(const RecentAnswers& recent) {
  if (recent.all == 0) return kUnknown;
  return std::to_string(recent.server_errors) + " of " + std::to_string(recent.all);
}

void say(const char* name, const Error& error) {
  std::cout << name << ": " << error.detail << '\n';
}

}  // namespace

StatusCommand::StatusCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const status = app.add_subcommand(
      "status", "Show workers, outbox, keys and migrations; exit code 1 where something is wrong.");
  add_metrics_folder(*status, folder_);
  status->add_option("--keys", key_directory_, "The key directory")->capture_default_str();
  status->callback([this] { print(); });
}

void StatusCommand::print() const {
  bool good = workers();
  good = database() && good;
  good = keys() && good;
  if (!good) throw CLI::RuntimeError(1);
}

bool StatusCommand::workers() const {
  const auto scores = scores_in(folder_);
  if (!scores) {
    say("Workers", scores.error());
    return false;
  }
  bool good = !scores->empty();
  Table table({"HANDLER", "STATE", "WORKERS", "REQUESTS", "ERRORS", "IN 5 MIN", "P50", "P99",
               "MEMORY", "RESTARTS", "DIED"});
  for (const HandlerScore& score : *scores) {
    const bool up = !score.workers.empty();
    good = good && up;
    table.add({for_terminal(score.handler, kMaxName), up ? "up" : "down",
               std::to_string(score.workers.size()), std::to_string(score.requests()),
               std::to_string(score.server_errors()), recent_text(score.recent),
               duration_text(score, 0.5), duration_text(score, 0.99), memory_of(score.workers),
               std::to_string(restarts_of(score)),
               std::to_string(score.events(Event::kRestartAfterDeath))});
  }
  table.print(std::cout);
  return good;
}

bool StatusCommand::database() const {
  const auto db = connect_();
  const auto gauges = db ? metrics_snapshot(**db) : Result<DatabaseGauges>(db.error());
  if (!gauges) {
    say("Database", gauges.error());
    return false;
  }
  std::cout << "Outbox: " << gauges->outbox_pending << " jobs pending";
  if (gauges->outbox_pending > 0) {
    std::cout << ", the oldest for " << age_text(gauges->outbox_oldest_seconds);
  }
  std::cout << "; " << gauges->outbox_dead << " dead\n";
  const bool applied = gauges->latest_migration >= LATCHKEY_LATEST_MIGRATION;
  std::cout << "Migrations: up to " << for_terminal(gauges->latest_migration, kMaxName);
  if (!applied) std::cout << "; this version needs " << LATCHKEY_LATEST_MIGRATION;
  std::cout << '\n';
  const auto written = health_write(**db);
  if (!written) {
    std::cout << "Database: nothing can be written (" << written.error().detail
              << "); latchkey doctor database says more\n";
  }
  return applied && written && gauges->outbox_dead == 0;
}

bool StatusCommand::keys() const {
  const auto directory = KeyDirectory::open(key_directory_, KeyDirectory::Access::kLook);
  if (!directory) {
    say("Keys", directory.error());
    return false;
  }
  const SigningKey* const active = directory->active();
  std::cout << "Keys: " << directory->keys().size() << " published; ";
  if (active) {
    std::cout << "active " << active->jwk.kid << ", " << age_text(system_clock() - active->made_at)
              << " old\n";
  } else {
    std::cout << "none is active\n";
  }
  return active != nullptr;
}

}  // namespace latchkey
