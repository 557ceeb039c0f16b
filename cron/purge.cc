#include "cron/purge.h"

#include <chrono>
#include <cstdint>
#include <string>

#include "db/calls/purge.h"

namespace latchkey {
namespace {

using std::chrono::hours;

constexpr std::int64_t kBatch = 5'000;
// A day after its end a token tells nothing; sessions and jobs stay a month, for people who ask.
constexpr hours kKeepTokens{24};
constexpr hours kKeepSessions{30 * 24};
constexpr hours kKeepJobs{30 * 24};
constexpr const char* kBeforeAll = "00000000-0000-0000-0000-000000000000";

using Purge = Result<std::int64_t> (*)(Caller&, std::chrono::seconds, std::int64_t);

Result<std::int64_t> purge_until_done(Caller& db, Purge purge, hours keep,
                                      const std::function<bool()>& should_stop) {
  std::int64_t sum = 0;
  while (!should_stop()) {
    const auto deleted = purge(db, keep, kBatch);
    if (!deleted) return deleted;
    sum += *deleted;
    if (*deleted < kBatch) break;
  }
  return sum;
}

Result<std::int64_t> purge_old_sessions(Caller& db, const std::function<bool()>& should_stop) {
  std::int64_t sum = 0;
  std::string after = kBeforeAll;
  while (!after.empty() && !should_stop()) {
    const auto deleted = purge_sessions(db, kKeepSessions, kBatch, after);
    if (!deleted) return deleted;
    sum += *deleted;
  }
  return sum;
}

}  // namespace

Result<Done> purge_all(Caller& db, Log& log, const std::function<bool()>& should_stop) {
  const auto tokens = purge_until_done(db, purge_refresh_tokens, kKeepTokens, should_stop);
  if (!tokens) return tokens.error();
  const auto sessions = purge_old_sessions(db, should_stop);
  if (!sessions) return sessions.error();
  const auto jobs = purge_until_done(db, purge_outbox, kKeepJobs, should_stop);
  if (!jobs) return jobs.error();
  log.info("purged", {{"refresh_tokens", *tokens}, {"sessions", *sessions}, {"jobs", *jobs}});
  return Done{};
}

}  // namespace latchkey
