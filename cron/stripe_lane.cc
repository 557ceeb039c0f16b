#include "cron/stripe_lane.h"

#include <algorithm>
#include <utility>

#include "db/calls/outbox_rekey.h"
#include "lib/stripe/customer_form.h"

namespace latchkey {
namespace {

constexpr std::string_view kCreate = "stripe.customer.create";
constexpr std::string_view kUpdate = "stripe.customer.update";

// Stripe keeps a key for 24 h at least; an hour less, for clocks that differ.
constexpr UnixSeconds kKeyLife = 23 * 3600;
// Customers are looked for from before the first attempt, for the same reason.
constexpr UnixSeconds kClockSlack = 3600;
constexpr std::size_t kMostFound = 10;

constexpr std::size_t kMostInHand = 512;
constexpr std::size_t kLeastInHand = 8;

// Where Stripe says nothing about how long.
constexpr std::chrono::seconds kPause{2};
// Between looks at a key that is refused.
constexpr std::chrono::minutes kRefusedPause{1};

constexpr std::string_view kNoKey = "LATCHKEY_STRIPE_SECRET_KEY is not set";
constexpr std::string_view kRefusedKey = "Stripe does not take LATCHKEY_STRIPE_SECRET_KEY";

}  // namespace

StripeLane::StripeLane(const StripeSettings& settings, Caller& db, Transfers& transfers, Log& log,
                       Clock clock)
    : customers_(settings.api_base, settings.secret_key),
      rate_(settings.rate),
      db_(db),
      transfers_(transfers),
      log_(log),
      clock_(clock),
      pacer_(db, log, std::string(name()), settings.rate) {
  if (settings.secret_key.empty()) held_because_ = kNoKey;
}

// No more than is soon sent, so that other crons get their share and leases do not run out.
std::size_t StripeLane::capacity() const {
  if (rate_ == 0) return kMostInHand;
  return std::clamp(static_cast<std::size_t>(rate_) * 2, kLeastInHand, kMostInHand);
}

Result<std::string> StripeLane::params_of(const OutboxJob& job) const {
  if (job.kind == kCreate) return new_customer_params(job.account_id, job.payload);
  if (job.kind == kUpdate) return customer_update_params(job.account_id, job.payload);
  return fail(ErrorCode::kInternal, "there is no job of the kind " + job.kind);
}

void StripeLane::perform(HeldJob job, JobFinished finished) {
  const auto attempt = std::make_shared<Attempt>(Attempt{std::move(job), std::move(finished)});
  if (attempt->held.job.kind == kUpdate) {
    update(attempt);
  } else if (attempt->held.job.customer) {
    attempt->finished(job_done(attempt->held.job.customer));
  } else if (key_is_of_use(attempt->held.job)) {
    create(attempt);
  } else {
    search(attempt, {});
  }
}

bool StripeLane::key_is_of_use(const OutboxJob& job) const {
  return !job.suspect && clock_() - job.first_attempt_at < kKeyLife;
}

void StripeLane::send(const AttemptPtr& attempt, HttpTransfer transfer, Answered then) {
  const auto skip = [attempt] { attempt->finished(job_returned()); };
  pacer_.enqueue(
      [this, attempt, transfer = std::move(transfer), then, skip]() mutable {
        if (!attempt->held.has_time(std::chrono::steady_clock::now())) {
          skip();
          return;
        }
        transfers_.start(std::move(transfer), [this, attempt, then](const TransferReply& reply) {
          (this->*then)(attempt, judge_stripe(reply));
        });
      },
      skip);
}

void StripeLane::settle_failure(Attempt& attempt, const StripeAnswer& answer) {
  JobOutcome outcome = job_retry(answer.why, answer.retry_after);
  switch (answer.verdict) {
    case StripeVerdict::kDone:
    case StripeVerdict::kRetry:
      break;
    case StripeVerdict::kSpent:
      outcome.suspect = true;
      break;
    case StripeVerdict::kNever:
      outcome = job_dead(answer.why);
      break;
    case StripeVerdict::kLimited: {
      const auto pause = answer.retry_after.count() > 0 ? answer.retry_after : kPause;
      outcome = job_returned(pause);
      pacer_.pause(pause);
      break;
    }
    case StripeVerdict::kRefused:
      if (held_because_ != kRefusedKey) log_.error("Stripe refuses our key", {{"why", answer.why}});
      held_because_ = kRefusedKey;
      outcome = job_returned(kRefusedPause);
      pacer_.pause(kRefusedPause);
      break;
  }
  attempt.finished(std::move(outcome));
}

void StripeLane::create(const AttemptPtr& attempt) {
  const OutboxJob& job = attempt->held.job;
  auto form = customer_form(job.params.value_or(""));
  if (!form) {
    attempt->finished(job_dead(form.error().detail));
    return;
  }
  send(attempt, customers_.create(std::move(*form), job.idempotency_key), &StripeLane::created);
}

void StripeLane::created(const AttemptPtr& attempt, const StripeAnswer& answer) {
  if (answer.verdict != StripeVerdict::kDone) {
    settle_failure(*attempt, answer);
    return;
  }
  auto id = customer_id(answer.body.get(), attempt->held.job.account_id);
  attempt->finished(id ? job_done(std::move(id))
                       : job_retry("Stripe's answer is no customer of the account"));
}

void StripeLane::update(const AttemptPtr& attempt) {
  const OutboxJob& job = attempt->held.job;
  auto form = customer_form(job.params.value_or(""));
  if (!form || !job.customer) {
    attempt->finished(job_dead(form ? "the account has no Stripe customer" : form.error().detail));
    return;
  }
  // To repeat an update does no harm, so that a new key is enough.
  if (!key_is_of_use(job) && !take_new_key(*attempt)) return;
  send(attempt, customers_.update(*job.customer, std::move(*form), job.idempotency_key),
       &StripeLane::updated);
}

void StripeLane::updated(const AttemptPtr& attempt, const StripeAnswer& answer) {
  if (answer.verdict == StripeVerdict::kDone) {
    attempt->finished(job_done());
  } else {
    settle_failure(*attempt, answer);
  }
}

// What became of earlier attempts, now that their key does not tell.
void StripeLane::search(const AttemptPtr& attempt, const std::string& after) {
  const OutboxJob& job = attempt->held.job;
  const std::string email = email_of(job.params.value_or(""));
  send(attempt, customers_.list(email, job.first_attempt_at - kClockSlack, after),
       &StripeLane::searched);
}

void StripeLane::searched(const AttemptPtr& attempt, const StripeAnswer& answer) {
  if (answer.verdict != StripeVerdict::kDone) {
    StripeAnswer failure{answer.verdict, answer.why, answer.retry_after, nullptr};
    // A list has no key that its answer could be stored under.
    if (failure.verdict == StripeVerdict::kSpent) failure.verdict = StripeVerdict::kRetry;
    settle_failure(*attempt, failure);
    return;
  }
  const auto page = customer_page(answer.body.get(), attempt->held.job.account_id);
  if (!page) {
    attempt->finished(job_retry("Stripe's answer is no list of customers"));
    return;
  }
  std::vector<std::string>& found = attempt->found;
  found.insert(found.end(), page->of_account.begin(), page->of_account.end());
  if (page->last.empty() || found.size() > kMostFound) {
    decide(attempt);
  } else {
    search(attempt, page->last);
  }
}

// Adopts the one customer, alarms on more, creates one only where there is none.
void StripeLane::decide(const AttemptPtr& attempt) {
  const std::vector<std::string>& found = attempt->found;
  if (found.size() == 1) {
    log_.info("adopted a Stripe customer", {{"job", attempt->held.job.claim.id},
                                            {"account", attempt->held.job.account_id},
                                            {"customer", found.front()}});
    attempt->finished(job_done(found.front()));
    return;
  }
  if (!found.empty()) {
    std::string why = "alarm: several Stripe customers have this account's id:";
    for (const std::string& id : found) why.append(" ").append(id);
    attempt->finished(job_dead(std::move(why)));
    return;
  }
  // A key that is merely old is kept: should an attempt under it still be under way at Stripe, it
  // is told from this one by the key alone.
  if (attempt->held.job.suspect && !take_new_key(*attempt)) return;
  create(attempt);
}

// In the row before it is used. False where the attempt has ended without one.
bool StripeLane::take_new_key(Attempt& attempt) {
  auto key = outbox_rekey(db_, attempt.held.job.claim);
  if (!key) {
    attempt.finished(job_returned());
    return false;
  }
  attempt.held.job.idempotency_key = std::move(*key);
  return true;
}

}  // namespace latchkey
