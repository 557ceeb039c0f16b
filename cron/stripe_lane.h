// Jobs stripe.customer.create and stripe.customer.update: exactly one customer an account, whatever
// gets lost on the way (docs/outbox.md). Holds the secret key.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cron/lane.h"
#include "cron/pacer.h"
#include "lib/base/clock.h"
#include "lib/base/log.h"
#include "lib/net/transfers.h"
#include "lib/postgres/caller.h"
#include "lib/stripe/answer.h"
#include "lib/stripe/customers.h"

namespace latchkey {

struct StripeSettings {
  std::string api_base;
  std::string secret_key;  // empty: jobs wait
  std::int64_t rate = 0;   // requests a second; 0: no cap
};

class StripeLane final : public Lane {
 public:
  // `transfers` may call the origin of settings.api_base.
  StripeLane(const StripeSettings& settings, Caller& db, Transfers& transfers, Log& log,
             Clock clock);

  [[nodiscard]] std::string_view name() const override { return "stripe"; }
  [[nodiscard]] std::optional<std::string> held_because() const override { return held_because_; }
  [[nodiscard]] bool is_open() const override { return !held_because_ && !pacer_.is_closed(); }
  [[nodiscard]] std::size_t capacity() const override;
  [[nodiscard]] Result<std::string> params_of(const OutboxJob& job) const override;
  void perform(HeldJob job, JobFinished finished) override;
  std::optional<TimePoint> pump(TimePoint now) override { return pacer_.pump(now); }
  void close() override { pacer_.close(); }

 private:
  struct Attempt {
    HeldJob held;
    JobFinished finished;
    std::vector<std::string> found = {};  // customers of the account
  };
  using AttemptPtr = std::shared_ptr<Attempt>;
  using Answered = void (StripeLane::*)(const AttemptPtr&, const StripeAnswer&);

  [[nodiscard]] bool key_is_of_use(const OutboxJob& job) const;
  void send(const AttemptPtr& attempt, HttpTransfer transfer, Answered then);
  void settle_failure(Attempt& attempt, const StripeAnswer& answer);
  void create(const AttemptPtr& attempt);
  void created(const AttemptPtr& attempt, const StripeAnswer& answer);
  void update(const AttemptPtr& attempt);
  void updated(const AttemptPtr& attempt, const StripeAnswer& answer);
  void search(const AttemptPtr& attempt, const std::string& after);
  void searched(const AttemptPtr& attempt, const StripeAnswer& answer);
  void decide(const AttemptPtr& attempt);
  bool take_new_key(Attempt& attempt);

  StripeCustomers customers_;
  std::int64_t rate_;
  Caller& db_;
  Transfers& transfers_;
  Log& log_;
  Clock clock_;
  Pacer pacer_;
  std::optional<std::string> held_because_;
};

}  // namespace latchkey
