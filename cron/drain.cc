#include "cron/drain.h"

#include <algorithm>
#include <utility>

#include "db/calls/outbox_freeze.h"
#include "db/calls/outbox_lane.h"

namespace latchkey {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr milliseconds kLongestSleep{1000};
constexpr milliseconds kBetweenFlushes{20};
constexpr std::chrono::seconds kBetweenProgress{10};
// How long a run stays for jobs that it has put off by a few seconds.
constexpr std::chrono::seconds kLinger{60};
// What is in flight gets this long to end when the run has to stop.
constexpr std::chrono::seconds kGrace{4};
// And the database this long to come back, for what is done to be written down.
constexpr std::chrono::seconds kDatabaseGrace{10};

}  // namespace

Drain::Drain(Parts parts, const std::vector<Lane*>& lanes) : parts_(std::move(parts)) {
  for (Lane* const lane : lanes) lanes_.push_back({lane});
}

Result<Done> Drain::run() {
  started_ = told_ = SteadyClock::now();
  while (work()) {
  }
  auto ended = wind_down();
  tell_lanes();
  return ended;
}

// One turn; false when the run is over.
bool Drain::work() {
  for (Served& served : lanes_) {
    if (auto filled = fill(served); !filled) trouble_ = filled.error();
  }
  const TimePoint now = SteadyClock::now();
  const milliseconds sleep = pump(now);
  if (parts_.settler.is_due(now) || parts_.transfers.in_flight() == 0) {
    if (!parts_.settler.is_empty() && !flush()) return false;
  }
  if (trouble_ || parts_.should_stop()) return false;
  if (in_hand() == 0 && parts_.settler.is_empty() && !look_again(now)) return false;
  parts_.transfers.run(sleep, parts_.wake);
  tell_progress(now);
  return true;
}

// Claims jobs where the lane has room for a good part of a batch.
Result<Done> Drain::fill(Served& served) {
  const std::size_t capacity = served.lane->capacity();
  const std::size_t in_hand = served.in_hand.size();
  if (!served.lane->is_open() || served.is_drained || in_hand > capacity / 2) return Done{};
  const std::size_t room = capacity - in_hand;
  const TimePoint until = SteadyClock::now() + kLease;
  auto jobs = outbox_claim(parts_.db, served.lane->name(), static_cast<std::int64_t>(room), kLease,
                           served.cursor);
  if (!jobs) return jobs.error();
  served.is_drained = jobs->size() < room;
  auto frozen = freeze(served, std::move(*jobs));
  if (!frozen) return frozen.error();
  start(served, std::move(*frozen), until);
  return Done{};
}

// Fixes what first attempts will send, in the rows, before they send it.
Result<std::vector<OutboxJob>> Drain::freeze(Served& served, std::vector<OutboxJob> jobs) {
  std::vector<OutboxJob> ready;
  std::vector<OutboxJob> fresh;
  for (OutboxJob& job : jobs) {
    if (job.params) {
      ready.push_back(std::move(job));
      continue;
    }
    auto params = served.lane->params_of(job);
    if (params) {
      job.params = std::move(*params);
      fresh.push_back(std::move(job));
    } else {
      parts_.settler.settle(job, job_dead(params.error().detail));
    }
  }
  if (auto kept = outbox_freeze(parts_.db, fresh); !kept) return kept.error();
  ready.insert(ready.end(), std::make_move_iterator(fresh.begin()),
               std::make_move_iterator(fresh.end()));
  return ready;
}

void Drain::start(Served& served, std::vector<OutboxJob> jobs, TimePoint until) {
  for (OutboxJob& job : jobs) {
    const std::int64_t id = job.claim.id;
    OutboxJob& kept = served.in_hand[id];
    kept.claim = job.claim;
    kept.account_id = job.account_id;
    kept.kind = job.kind;
    kept.attempts = job.attempts;
    served.lane->perform({std::move(job), until}, [this, &served, id](JobOutcome outcome) {
      finish(served, id, std::move(outcome));
    });
  }
}

// A job that was given back when the run had to stop may end once more.
void Drain::finish(Served& served, std::int64_t id, JobOutcome outcome) {
  const auto job = served.in_hand.extract(id);
  if (job.empty()) return;
  served.returned += outcome.kind == JobOutcome::Kind::kReturned ? 1 : 0;
  parts_.settler.settle(job.mapped(), std::move(outcome));
}

// Lets the lanes send what may be sent; the time until there is something to do again.
milliseconds Drain::pump(TimePoint now) {
  milliseconds sleep = parts_.settler.is_empty() ? kLongestSleep : kBetweenFlushes;
  std::optional<TimePoint> next;
  for (const Served& served : lanes_) {
    const auto turn = served.lane->pump(now);
    if (turn) next = next ? std::min(*next, *turn) : *turn;
  }
  if (in_hand() == 0 && !next) next = parts_.settler.next_retry();
  if (!next) return sleep;
  const auto left = std::chrono::ceil<milliseconds>(*next - now);
  return std::clamp(left, milliseconds(0), sleep);
}

// False where the database is away; the settler keeps everything.
bool Drain::flush() {
  const auto written = parts_.settler.flush();
  if (!written) {
    trouble_ = written.error();
    return false;
  }
  // What is done may have made something else due.
  for (Served& served : lanes_) served.is_drained = served.is_drained && !served.in_hand.empty();
  return true;
}

// With nothing left to do: is there something to wait for?
bool Drain::look_again(TimePoint now) {
  const bool all_drained = std::all_of(lanes_.begin(), lanes_.end(), [](const Served& served) {
    return served.is_drained || !served.lane->is_open();
  });
  if (!all_drained) return true;
  const auto retry = parts_.settler.next_retry();
  if (!retry || now > started_ + kLinger) return false;
  if (*retry <= now) {
    parts_.settler.forget_retries();
    for (Served& served : lanes_) served.is_drained = false;
  }
  return true;
}

// Starts nothing more, lets transfers end for a while, gives back the jobs of those that do not
// (their next attempt is told from this one by the same key), and writes all down.
Result<Done> Drain::wind_down() {
  for (const Served& served : lanes_) served.lane->close();
  const TimePoint end = SteadyClock::now() + kGrace;
  while (in_hand() > 0 && parts_.transfers.in_flight() > 0 && SteadyClock::now() < end) {
    parts_.transfers.run(kBetweenFlushes, -1);
  }
  for (Served& served : lanes_) {
    while (!served.in_hand.empty()) finish(served, served.in_hand.begin()->first, job_returned());
  }
  auto written = parts_.settler.flush();
  const TimePoint give_up = SteadyClock::now() + kDatabaseGrace;
  while (!written && written.error().code == ErrorCode::kUnavailable &&
         SteadyClock::now() < give_up && !parts_.should_stop()) {
    parts_.transfers.run(kLongestSleep / 5, parts_.wake);
    written = parts_.settler.flush();
  }
  if (!written) return written;
  if (trouble_) return *trouble_;
  return Done{};
}

// For status and health: does the lane work, or why not? Where all came back, nobody knows.
void Drain::tell_lanes() {
  for (const Served& served : lanes_) {
    const auto held = served.lane->held_because();
    if (!held && served.returned > 0) continue;
    const auto due = outbox_lane(parts_.db, served.lane->name(), held);
    if (due && held && *due > 0) {
      parts_.log.warning("jobs wait",
                         {{"lane", served.lane->name()}, {"jobs", *due}, {"why", *held}});
    }
  }
}

void Drain::tell_progress(TimePoint now) {
  if (now < told_ + kBetweenProgress) return;
  told_ = now;
  const DrainCounts& counts = parts_.settler.counts();
  parts_.log.info("draining", {{"done", counts.done},
                               {"retried", counts.retried},
                               {"dead", counts.dead},
                               {"in_hand", static_cast<std::int64_t>(in_hand())}});
}

std::size_t Drain::in_hand() const {
  std::size_t sum = 0;
  for (const Served& served : lanes_) sum += served.in_hand.size();
  return sum;
}

}  // namespace latchkey
