// Jobs stripe.customer.create and stripe.customer.update: exactly one customer an account, whatever
// gets lost on the way (docs/outbox.md). Holds the secret key.
#pragma once

#include <cstdint>
#include <string>

#include "cron/lane.h"
#include "cron/pacer.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/postgres/caller.h"
#include "lib/stripe/answer.h"
#include "lib/stripe/customer_requests.h"

namespace latchkey {

struct StripeSettings {
  std::string api_base;
  std::string secret_key;  // empty: jobs wait
  std::int64_t rate = 0;   // requests a second; 0: no cap
};

class StripeLane final : public Lane {
 public:
  StripeLane(const StripeSettings& settings, Caller& db, Log& log, Clock clock);

  [[nodiscard]] std::string_view name() const override { return "stripe"; }
  [[nodiscard]] std::optional<std::string> held_because() const override { return held_because_; }
  [[nodiscard]] bool is_open() const override { return !held_because_ && !pacer_.is_closed(); }
  [[nodiscard]] std::size_t capacity() const override;
  [[nodiscard]] Result<JobParams> params_of(const OutboxJob& job) const override;
  Step begin(Attempt& attempt) override;
  Step answered(Attempt& attempt, const TransferReply& reply, TimePoint now) override;
  std::optional<TimePoint> turn(TimePoint now, std::size_t waiting) override {
    return pacer_.turn(now, waiting);
  }
  void close() override { pacer_.close(); }

 private:
  [[nodiscard]] bool key_is_of_use(const Attempt& attempt) const;
  Step create(Attempt& attempt) const;
  Step update(Attempt& attempt);
  Step create_first(const Attempt& attempt);
  Step search(Attempt& attempt, const std::string& after) const;
  Step searched(Attempt& attempt, const StripeAnswer& answer);
  Step decide(Attempt& attempt);
  JobOutcome failed(const Attempt& attempt, const StripeAnswer& answer);
  std::optional<JobOutcome> take_new_key(Attempt& attempt);

  CustomerRequests customers_;
  std::int64_t rate_;
  Caller& db_;
  Log& log_;
  Clock clock_;
  Pacer pacer_;
  std::optional<std::string> held_because_;
};

}  // namespace latchkey
