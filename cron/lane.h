// One service, and how its jobs are done. A lane decides; it owns no attempt and sends nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cron/attempt.h"
#include "lib/base/result.h"

namespace latchkey {

class Lane {
 public:
  virtual ~Lane() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;

  // Why its jobs have to wait, as a sentence's end for an operator; nothing: they can be done. May
  // change while it works.
  [[nodiscard]] virtual std::optional<std::string> held_because() const = 0;

  // False once nothing more can be sent in this run.
  [[nodiscard]] virtual bool is_open() const = 0;

  // How many jobs it can make use of at once.
  [[nodiscard]] virtual std::size_t capacity() const = 0;

  // What every attempt at the job sends: as it is frozen or, before the first, made from the
  // payload. An error: the job can never be done.
  [[nodiscard]] virtual Result<JobParams> params_of(const OutboxJob& job) const = 0;

  // What an attempt does first, and after the answer to its request.
  virtual Step begin(Attempt& attempt) = 0;
  virtual Step answered(Attempt& attempt, const TransferReply& reply, TimePoint now) = 0;

  // When the next of `waiting` requests may be sent; `now`: it counts as sent. Nothing: not before
  // an answer has come, or never in this run.
  virtual std::optional<TimePoint> turn(TimePoint now, std::size_t waiting) = 0;

  // Nothing more is to be sent.
  virtual void close() = 0;
};

}  // namespace latchkey
