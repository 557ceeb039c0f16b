#include "cron/drain.h"

#include <algorithm>
#include <utility>

#include "cron/job_params.h"
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
  for (Lane* const lane : lanes) lanes_.push_back({*lane});
}

Result<Done> Drain::run() {
  started_ = told_ = SteadyClock::now();
  while (work()) {
  }
  auto ended = wind_down();
  auto told = tell_lanes();
  return ended ? told : ended;
}

// One turn; false when the run is over.
bool Drain::work() {
  for (Served& served : lanes_) {
    if (auto filled = fill(served); !filled) error_ = filled.error();
  }
  const TimePoint now = SteadyClock::now();
  const milliseconds sleep = send_all(now);
  if (parts_.settler.is_due(now) || parts_.transfers.in_flight() == 0) {
    if (!parts_.settler.is_empty() && !flush()) return false;
  }
  if (error_ || parts_.should_stop()) return false;
  if (attempts_.empty() && parts_.settler.is_empty() && !look_again(now)) return false;
  run_transfers(sleep, parts_.wake);
  tell_progress(now);
  return true;
}

// Claims jobs where the lane has room for a good part of a batch.
Result<Done> Drain::fill(Served& served) {
  const std::size_t capacity = served.lane.capacity();
  if (!served.lane.is_open() || served.is_drained || served.in_hand > capacity / 2) return Done{};
  const std::size_t room = capacity - served.in_hand;
  const TimePoint until = SteadyClock::now() + kLease;
  auto jobs = outbox_claim(parts_.db, served.lane.name(), static_cast<std::int64_t>(room), kLease,
                           served.cursor);
  if (!jobs) return jobs.error();
  served.is_drained = jobs->size() < room;
  auto prepared = prepare(served, std::move(*jobs));
  if (!prepared) return prepared.error();
  for (Prepared& job : *prepared) begin(served, std::move(job), until);
  return Done{};
}

// Gives each job its parameters; those of first attempts are frozen by then.
Result<std::vector<Drain::Prepared>> Drain::prepare(Served& served, std::vector<OutboxJob> jobs) {
  std::vector<Prepared> ready;
  std::vector<Prepared> fresh;
  for (OutboxJob& job : jobs) {
    auto params = served.lane.params_of(job);
    if (!params) {
      parts_.settler.settle(job, job_dead(params.error().detail));
    } else if (job.frozen) {
      ready.push_back({std::move(job), std::move(*params)});
    } else {
      fresh.push_back({std::move(job), std::move(*params)});
    }
  }
  auto frozen = freeze(std::move(fresh));
  if (!frozen) return frozen;
  std::move(frozen->begin(), frozen->end(), std::back_inserter(ready));
  return ready;
}

// Fixes what first attempts will send, in the rows, before they send it. Leaves out the jobs that
// somebody else has by now.
Result<std::vector<Drain::Prepared>> Drain::freeze(std::vector<Prepared> jobs) {
  std::vector<OutboxParams> params;
  params.reserve(jobs.size());
  for (const Prepared& job : jobs) params.push_back({job.job.claim, json_of(job.params)});
  const auto first_attempts = outbox_freeze(parts_.db, params);
  if (!first_attempts) return first_attempts.error();
  std::vector<Prepared> frozen;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto at = first_attempts->find(jobs[i].job.claim.id);
    if (at == first_attempts->end()) continue;
    jobs[i].job.frozen = {std::move(params[i].json), at->second};
    frozen.push_back(std::move(jobs[i]));
  }
  return frozen;
}

void Drain::begin(Served& served, Prepared prepared, TimePoint until) {
  const AttemptId id = ++last_id_;
  const UnixSeconds first = prepared.job.frozen->first_attempt_at;
  InHand& in_hand =
      attempts_
          .emplace(id, InHand{served,
                              {std::move(prepared.job), first, std::move(prepared.params), until}})
          .first->second;
  ++served.in_hand;
  take(in_hand, id, served.lane.begin(in_hand.attempt));
}

void Drain::take(InHand& in_hand, AttemptId id, Step step) {
  if (auto* const outcome = std::get_if<JobOutcome>(&step)) {
    finish(id, std::move(*outcome));
  } else if (in_hand.served.lane.is_open()) {
    in_hand.served.waiting.push_back({id, std::get<Request>(std::move(step))});
  } else {
    finish(id, job_returned());
  }
}

// An attempt that was given back when the run had to stop may still be answered.
void Drain::answer(AttemptId id, const TransferReply& reply) {
  const auto found = attempts_.find(id);
  if (found == attempts_.end()) return;
  InHand& in_hand = found->second;
  take(in_hand, id, in_hand.served.lane.answered(in_hand.attempt, reply, SteadyClock::now()));
}

void Drain::finish(AttemptId id, JobOutcome outcome) {
  const auto ended = attempts_.extract(id);
  Served& served = ended.mapped().served;
  --served.in_hand;
  if (outcome.kind == JobOutcome::Kind::kReturned) ++served.returned;
  parts_.settler.settle(ended.mapped().attempt.job, std::move(outcome));
}

// Sends what may be sent by now; gives the time of the next turn, where that is known.
std::optional<TimePoint> Drain::send(Served& served, TimePoint now) {
  while (!served.waiting.empty() && served.lane.is_open()) {
    const AttemptId id = served.waiting.front().id;
    if (!attempts_.at(id).attempt.has_time(now)) {
      served.waiting.pop_front();
      finish(id, job_returned());
      continue;
    }
    const auto turn = served.lane.turn(now, served.waiting.size());
    if (turn && *turn > now) return turn;
    if (!turn) break;
    std::visit([&](auto&& transfer) { parts_.transfers.start(id, std::move(transfer)); },
               std::move(served.waiting.front().request));
    served.waiting.pop_front();
  }
  if (!served.lane.is_open()) give_back_waiting(served);
  return std::nullopt;
}

void Drain::give_back_waiting(Served& served) {
  for (const Waiting& waiting : std::exchange(served.waiting, {})) {
    finish(waiting.id, job_returned());
  }
}

// The time until there is something to do again.
milliseconds Drain::send_all(TimePoint now) {
  std::optional<TimePoint> next;
  for (Served& served : lanes_) {
    const auto turn = send(served, now);
    if (turn) next = next ? std::min(*next, *turn) : *turn;
  }
  const milliseconds sleep = parts_.settler.is_empty() ? kLongestSleep : kBetweenFlushes;
  if (attempts_.empty() && !next) next = parts_.settler.next_retry();
  if (!next) return sleep;
  const auto left = std::chrono::ceil<milliseconds>(*next - now);
  return std::clamp(left, milliseconds(0), sleep);
}

void Drain::run_transfers(milliseconds wait, int wake) {
  for (const auto& [id, reply] : parts_.transfers.run(wait, wake)) answer(id, reply);
}

// False where the database is down; the settler keeps everything.
bool Drain::flush() {
  const auto written = parts_.settler.flush();
  if (!written) {
    error_ = written.error();
    return false;
  }
  // What is done may have made something else due.
  for (Served& served : lanes_) served.is_drained = served.is_drained && served.in_hand > 0;
  return true;
}

// With nothing left to do: is there something to wait for?
bool Drain::look_again(TimePoint now) {
  const bool all_drained = std::all_of(lanes_.begin(), lanes_.end(), [](const Served& served) {
    return served.is_drained || !served.lane.is_open();
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
  for (Served& served : lanes_) {
    served.lane.close();
    give_back_waiting(served);
  }
  const TimePoint end = SteadyClock::now() + kGrace;
  while (!attempts_.empty() && parts_.transfers.in_flight() > 0 && SteadyClock::now() < end) {
    run_transfers(kBetweenFlushes, -1);
  }
  while (!attempts_.empty()) finish(attempts_.begin()->first, job_returned());
  auto written = write_down_rest();
  if (!written) return written;
  if (error_) return *error_;
  return Done{};
}

Result<Done> Drain::write_down_rest() {
  auto written = parts_.settler.flush();
  const TimePoint give_up = SteadyClock::now() + kDatabaseGrace;
  while (!written && written.error().code == ErrorCode::kUnavailable &&
         SteadyClock::now() < give_up && !parts_.should_stop()) {
    run_transfers(kLongestSleep / 5, parts_.wake);
    written = parts_.settler.flush();
  }
  return written;
}

// For status and health: does the lane work, or why not? Where all came back, nobody knows.
Result<Done> Drain::tell_lanes() {
  for (const Served& served : lanes_) {
    const auto held = served.lane.held_because();
    if (!held && served.returned > 0) continue;
    const auto due = outbox_lane(parts_.db, served.lane.name(), held);
    if (!due) return due.error();
    if (held && *due > 0) {
      parts_.log.warning("jobs wait",
                         {{"lane", served.lane.name()}, {"jobs", *due}, {"why", *held}});
    }
  }
  return Done{};
}

void Drain::tell_progress(TimePoint now) {
  if (now < told_ + kBetweenProgress) return;
  told_ = now;
  const DrainCounts& counts = parts_.settler.counts();
  parts_.log.info("draining", {{"done", counts.done},
                               {"retried", counts.retried},
                               {"dead", counts.dead},
                               {"bad_addresses", counts.bad_addresses},
                               {"in_hand", static_cast<std::int64_t>(attempts_.size())}});
}

}  // namespace latchkey
