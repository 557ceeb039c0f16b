#include "cron/settler.h"

#include <algorithm>
#include <span>
#include <utility>

namespace latchkey {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kBatch = 256;
constexpr milliseconds kLongestUnwritten{20};
// A run waits for what it has put off by no more than this.
constexpr milliseconds kShortRetry{10'000};

}  // namespace

Settler::Settler(Caller& db, Log& log, ErrorReports& reports, std::uint32_t seed)
    : db_(db), log_(log), reports_(reports), delay_(seed) {}

void Settler::settle(const OutboxJob& job, JobOutcome outcome) {
  if (is_empty()) oldest_ = SteadyClock::now();
  outcome.at_least = std::min<milliseconds>(outcome.at_least, kLongestAsked);
  switch (outcome.kind) {
    case JobOutcome::Kind::kDone:
      ++counts_.done;
      done_.push_back({{job.claim, job.account_id, job.kind}, std::move(outcome.customer)});
      break;
    case JobOutcome::Kind::kReturned:
      ++counts_.returned;
      if (outcome.at_least.count() > 0) note_retry(outcome.at_least);
      returned_.push_back({job.claim, outcome.at_least});
      break;
    case JobOutcome::Kind::kDead:
      give_up({job.claim, job.account_id, job.kind}, std::move(outcome));
      break;
    case JobOutcome::Kind::kRetry:
      if (job.attempts >= kMostAttempts) {
        outcome.why.insert(0, "too many attempts: ");
        give_up({job.claim, job.account_id, job.kind}, std::move(outcome));
      } else {
        put_off(job, std::move(outcome));
      }
      break;
  }
}

void Settler::put_off(const OutboxJob& job, JobOutcome outcome) {
  const milliseconds delay = delay_.after(job.attempts, outcome.at_least);
  ++counts_.retried;
  log_.warning("a job is put off", {{"job", job.claim.id},
                                    {"kind", job.kind},
                                    {"account", job.account_id},
                                    {"attempts", job.attempts},
                                    {"seconds", std::chrono::duration<double>(delay).count()},
                                    {"why", outcome.why}});
  // A mailbox that is full is its user's business.
  if (outcome.fault != OutboxFault::kAddress) {
    reports_.add({ReportLevel::kWarning, job.kind, outcome.why, job.claim.id, job.account_id});
  }
  note_retry(delay);
  failed_.push_back({job.claim, delay, std::move(outcome.why), outcome.suspect, outcome.fault});
}

void Settler::give_up(const Told& told, JobOutcome outcome) {
  if (outcome.fault == OutboxFault::kAddress) {
    ++counts_.bad_addresses;
    log_.warning("a user's address cannot be used: correct it, then latchkey outbox retry the job",
                 {{"job", told.claim.id},
                  {"kind", told.kind},
                  {"account", told.account},
                  {"why", outcome.why}});
  } else {
    ++counts_.dead;
    log_.error("a job is dead: latchkey outbox show, retry or discard it",
               {{"job", told.claim.id},
                {"kind", told.kind},
                {"account", told.account},
                {"why", outcome.why}});
    reports_.add({ReportLevel::kError, told.kind, outcome.why, told.claim.id, told.account});
  }
  failed_.push_back(
      {told.claim, std::nullopt, std::move(outcome.why), outcome.suspect, outcome.fault});
}

void Settler::note_retry(milliseconds delay) {
  if (delay > kShortRetry) return;
  const TimePoint due = SteadyClock::now() + delay;
  next_retry_ = next_retry_ ? std::min(*next_retry_, due) : due;
}

bool Settler::is_due(TimePoint now) const {
  return size() >= kBatch || (!is_empty() && now >= oldest_ + kLongestUnwritten);
}

Result<Done> Settler::flush() {
  if (auto written = flush_done(); !written) return written;
  if (auto written = outbox_fail(db_, failed_); !written) return written;
  failed_.clear();
  if (auto written = outbox_release(db_, returned_); !written) return written;
  returned_.clear();
  return Done{};
}

// A batch that the database refuses as a whole is written one by one, so that one poor job spoils
// no other.
Result<Done> Settler::flush_done() {
  if (done_.empty()) return Done{};
  auto written = complete(done_);
  if (!written && written.error().code == ErrorCode::kUnavailable) return written;
  if (!written) {
    for (const DoneJob& job : done_) {
      written = complete(std::span(&job, 1));
      if (written) continue;
      if (written.error().code == ErrorCode::kUnavailable) return written;
      log_.error("a job is done, but its result cannot be recorded",
                 {{"job", job.told.claim.id}, {"detail", written.error().detail}});
    }
  }
  done_.clear();
  return Done{};
}

Result<Done> Settler::complete(std::span<const DoneJob> batch) {
  std::vector<OutboxSuccess> successes;
  successes.reserve(batch.size());
  for (const DoneJob& job : batch) successes.push_back({job.told.claim, job.customer});
  const auto conflicts = outbox_complete(db_, successes);
  if (!conflicts) return conflicts.error();
  for (const DoneJob& job : batch) {
    if (std::find(conflicts->begin(), conflicts->end(), job.told.claim.id) == conflicts->end()) {
      continue;
    }
    --counts_.done;
    give_up(job.told, job_dead("alarm: " + job.customer.value_or("") +
                               " is not the one Stripe customer of the account, or another"
                               " account's"));
  }
  return Done{};
}

}  // namespace latchkey
