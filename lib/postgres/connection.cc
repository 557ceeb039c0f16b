#include "lib/postgres/connection.h"

#include <random>
#include <utility>

namespace latchkey {
namespace {

using SteadyClock = std::chrono::steady_clock;

}  // namespace

Connection::Connection(ConnectionOptions options, bool prepare, Log& log,
                       std::chrono::milliseconds call_timeout)
    : options_(std::move(options)),
      prepare_(prepare),
      log_(log),
      call_timeout_(call_timeout),
      backoff_(std::random_device()()) {}

void Connection::connect_early() {
  if (!ensure_link()) return;
}

Result<Answer> Connection::call(const Statement& statement, std::span<const Param> params) {
  for (int attempt = 1;; ++attempt) {
    if (auto linked = ensure_link(); !linked) return linked.error();
    Remedy remedy = Remedy::kNone;
    auto answer = link_->call(statement, params, SteadyClock::now() + call_timeout_, remedy);
    if (remedy == Remedy::kNone || remedy == Remedy::kRepeat) {
      link_proven_ = true;
      backoff_.succeeded();
    } else {
      lose_link(answer.error());
    }
    const bool nothing_done = remedy == Remedy::kRepeat || remedy == Remedy::kRetry;
    if (!nothing_done || attempt > 1) return answer;
  }
}

// A server that went away while the worker was idle costs no error: the first try comes at once.
Result<Done> Connection::ensure_link() {
  if (link_ && link_->usable()) return Done{};
  link_.reset();
  if (!backoff_.may_try(SteadyClock::now())) {
    return Error::of(ErrorCode::kUnavailable,
                     "database: no connection, waiting before the next try");
  }
  auto link = Link::open(options_, prepare_);
  if (!link) {
    backoff_.failed(SteadyClock::now());
    count(Event::kDatabaseFailure);
    log_.warning("no connection to the database", {{"detail", link.error().detail}});
    return link.error();
  }
  link_ = std::move(*link);
  link_proven_ = false;
  if (was_connected_) count(Event::kDatabaseReconnect);
  was_connected_ = true;
  log_.info("connected to the database");
  return Done{};
}

// A link that never answered counts as a failed try: a server that takes connections and then
// refuses every call (a pooler without its database, a standby) is not to be flooded with them.
void Connection::lose_link(const Error& error) {
  if (!link_proven_) backoff_.failed(SteadyClock::now());
  link_.reset();
  count(Event::kDatabaseFailure);
  log_.warning("the connection to the database is lost", {{"detail", error.detail}});
}

void Connection::count(Event event) {
  if (counters_) counters_->count(event);
}

}  // namespace latchkey
