// One service, and how its jobs are done.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cron/job.h"
#include "lib/base/result.h"

namespace latchkey {

class Lane {
 public:
  virtual ~Lane() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;

  // Why its jobs have to wait, as a sentence's end for an operator; nothing: they can be done. May
  // change while it works.
  [[nodiscard]] virtual std::optional<std::string> held_because() const = 0;

  // False once nothing more can be done in this run.
  [[nodiscard]] virtual bool is_open() const = 0;

  // How many jobs it can make use of at once.
  [[nodiscard]] virtual std::size_t capacity() const = 0;

  // What every attempt at a job will send, a JSON object; frozen before the first. An error: the
  // job can never be done.
  [[nodiscard]] virtual Result<std::string> params_of(const OutboxJob& job) const = 0;

  // Starts an attempt; its parameters are frozen.
  virtual void perform(HeldJob job, JobFinished finished) = 0;

  // Sends what may be sent by now. To be called again at the time it gives; nothing: no need.
  virtual std::optional<TimePoint> pump(TimePoint now) = 0;

  // Starts nothing more: what has not been sent comes back as returned.
  virtual void close() = 0;
};

}  // namespace latchkey
