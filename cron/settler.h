// Writes down what became of jobs, many in one call, and tells the log and the error reports.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cron/attempt.h"
#include "cron/retry_delay.h"
#include "cron/sentry.h"
#include "db/calls/outbox_settle.h"
#include "lib/base/log.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Of one run.
struct DrainCounts {
  std::int64_t done = 0;
  std::int64_t retried = 0;        // put off, for another attempt
  std::int64_t dead = 0;           // given up: a person has to look
  std::int64_t bad_addresses = 0;  // given up, since a user's address cannot be used
  std::int64_t returned = 0;       // not tried

  [[nodiscard]] bool any() const { return done + retried + dead + bad_addresses + returned > 0; }
};

class Settler {
 public:
  Settler(Caller& db, Log& log, ErrorReports& reports, std::uint32_t seed);

  void settle(const OutboxJob& job, JobOutcome outcome);

  // Is there enough to write, or has something waited long enough?
  [[nodiscard]] bool is_due(TimePoint now) const;
  [[nodiscard]] bool is_empty() const { return size() == 0; }

  // Writes all down. kUnavailable: nothing is lost, to be called again.
  Result<Done> flush();

  [[nodiscard]] const DrainCounts& counts() const { return counts_; }
  // When the next job is due that this run has put off for a few seconds only.
  [[nodiscard]] std::optional<TimePoint> next_retry() const { return next_retry_; }
  void forget_retries() { next_retry_.reset(); }

 private:
  // What the log and the reports say of a job.
  struct Told {
    OutboxClaim claim;
    std::string account;
    std::string kind;
  };
  struct DoneJob {
    Told told;
    std::optional<std::string> customer;
  };

  [[nodiscard]] std::size_t size() const {
    return done_.size() + failed_.size() + returned_.size();
  }
  void put_off(const OutboxJob& job, JobOutcome outcome);
  void give_up(const Told& told, JobOutcome outcome);
  void note_retry(std::chrono::milliseconds delay);
  Result<Done> flush_done();
  Result<Done> complete(std::span<const DoneJob> batch);

  Caller& db_;
  Log& log_;
  ErrorReports& reports_;
  RetryDelay delay_;
  DrainCounts counts_;
  std::vector<DoneJob> done_;
  std::vector<OutboxFailure> failed_;
  std::vector<OutboxReturn> returned_;
  TimePoint oldest_;  // of what is not written down; good where there is something
  std::optional<TimePoint> next_retry_;
};

}  // namespace latchkey
