#include "cron/stripe_lane.h"

#include <algorithm>
#include <utility>

#include "db/calls/outbox_create_first.h"
#include "db/calls/outbox_rekey.h"

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
constexpr std::string_view kRefusedKey = "Stripe refuses LATCHKEY_STRIPE_SECRET_KEY";

// Of an attempt, which has begun with parameters of this kind.
const CustomerParams& params_in(const Attempt& attempt) {
  return std::get<CustomerParams>(attempt.params);
}

Request asking(HttpTransfer transfer) { return {std::move(transfer)}; }

}  // namespace

StripeLane::StripeLane(const StripeSettings& settings, Caller& db, Log& log, Clock clock)
    : customers_(settings.api_base, settings.secret_key),
      rate_(settings.rate),
      db_(db),
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

Result<JobParams> StripeLane::params_of(const OutboxJob& job) const {
  if (job.kind != kCreate && job.kind != kUpdate) {
    return Error::of(ErrorCode::kInternal, "there is no job of the kind " + job.kind);
  }
  auto params = job.frozen            ? CustomerParams::from_json(job.frozen->json)
                : job.kind == kCreate ? CustomerParams::of_create(job.account_id, job.payload)
                                      : CustomerParams::of_update(job.account_id, job.payload);
  if (!params) return params.error();
  return JobParams(std::move(*params));
}

Step StripeLane::begin(Attempt& attempt) {
  if (attempt.job.kind == kUpdate) return update(attempt);
  if (attempt.job.customer) return job_done(attempt.job.customer);
  if (key_is_of_use(attempt)) return create(attempt);
  return search(attempt, {});
}

Step StripeLane::answered(Attempt& attempt, const TransferReply& reply, TimePoint /*now*/) {
  const StripeAnswer answer = judge_stripe(reply);
  if (attempt.asked == Attempt::Asked::kSearch) return searched(attempt, answer);
  if (answer.outcome != StripeOutcome::kDone) return failed(attempt, answer);
  if (attempt.asked == Attempt::Asked::kUpdate) return job_done();
  auto id = customer_id(answer.body.get(), attempt.job.account_id);
  return id ? job_done(std::move(id))
            : job_retry("Stripe's answer is not a customer of the account");
}

// A first attempt that lies ahead was dated by a clock that was wrong, so its age is not known.
bool StripeLane::key_is_of_use(const Attempt& attempt) const {
  const UnixSeconds age = clock_() - attempt.first_attempt_at;
  return !attempt.job.suspect && age > -kClockSlack && age < kKeyLife;
}

JobOutcome StripeLane::failed(const Attempt& attempt, const StripeAnswer& answer) {
  switch (answer.outcome) {
    case StripeOutcome::kDone:
    case StripeOutcome::kRetry:
      break;
    case StripeOutcome::kSpent: {
      JobOutcome outcome = job_retry(answer.why, answer.retry_after);
      // A list has no key that its answer could be stored under.
      outcome.suspect = attempt.asked != Attempt::Asked::kSearch;
      return outcome;
    }
    case StripeOutcome::kNever:
      // What a search is refused tells nothing of the creates before it.
      if (attempt.asked == Attempt::Asked::kSearch) return job_dead(answer.why);
      return job_dead(answer.why,
                      answer.is_about_email ? OutboxFault::kAddress : OutboxFault::kRefused);
    case StripeOutcome::kLimited: {
      const auto pause = answer.retry_after.count() > 0 ? answer.retry_after : kPause;
      pacer_.pause(pause);
      return job_returned(pause);
    }
    case StripeOutcome::kRefused:
      if (held_because_ != kRefusedKey) log_.error("Stripe refuses our key", {{"why", answer.why}});
      held_because_ = kRefusedKey;
      pacer_.pause(kRefusedPause);
      return job_returned(kRefusedPause);
  }
  return job_retry(answer.why, answer.retry_after);
}

Step StripeLane::create(Attempt& attempt) const {
  attempt.asked = Attempt::Asked::kCreate;
  return asking(customers_.create(params_in(attempt).form(), attempt.job.idempotency_key));
}

Step StripeLane::update(Attempt& attempt) {
  if (!attempt.job.customer) return create_first(attempt);
  // To repeat an update does no harm, so that a new key is enough.
  if (!key_is_of_use(attempt)) {
    if (auto outcome = take_new_key(attempt)) return std::move(*outcome);
  }
  attempt.asked = Attempt::Asked::kUpdate;
  return asking(customers_.update(*attempt.job.customer, params_in(attempt).form(),
                                  attempt.job.idempotency_key));
}

Step StripeLane::create_first(const Attempt& attempt) {
  const auto queued = outbox_create_first(db_, attempt.job.claim);
  if (queued) {
    log_.info("an update waits for its customer",
              {{"job", attempt.job.claim.id}, {"account", attempt.job.account_id}});
    return job_returned();
  }
  if (queued.error().code == ErrorCode::kUnavailable) return job_returned();
  return job_dead("the account has no Stripe customer: " + queued.error().detail);
}

// What became of earlier attempts, now that their key does not tell.
Step StripeLane::search(Attempt& attempt, const std::string& after) const {
  attempt.asked = Attempt::Asked::kSearch;
  const UnixSeconds first = attempt.first_attempt_at;
  const UnixSeconds since = first > clock_() + kClockSlack ? 0 : first - kClockSlack;
  return asking(customers_.list(params_in(attempt).email(), since, after));
}

Step StripeLane::searched(Attempt& attempt, const StripeAnswer& answer) {
  if (answer.outcome != StripeOutcome::kDone) return failed(attempt, answer);
  const auto page = customer_page(answer.body.get(), attempt.job.account_id);
  if (!page) return job_retry("Stripe's answer is not a list of customers");
  std::vector<std::string>& found = attempt.found;
  found.insert(found.end(), page->of_account.begin(), page->of_account.end());
  if (page->last.empty() || found.size() > kMostFound) return decide(attempt);
  return search(attempt, page->last);
}

// Adopts the one customer, alarms on more, creates one only where there is none.
Step StripeLane::decide(Attempt& attempt) {
  const std::vector<std::string>& found = attempt.found;
  if (found.size() == 1) {
    log_.info("adopted a Stripe customer", {{"job", attempt.job.claim.id},
                                            {"account", attempt.job.account_id},
                                            {"customer", found.front()}});
    return job_done(found.front());
  }
  if (!found.empty()) {
    std::string why = "alarm: several Stripe customers have this account's id:";
    for (const std::string& id : found) why.append(" ").append(id);
    return job_dead(std::move(why));
  }
  // A key that is merely old is kept: should an attempt under it still be under way at Stripe, it
  // is told from this one by the key alone.
  if (attempt.job.suspect) {
    if (auto outcome = take_new_key(attempt)) return std::move(*outcome);
  }
  return create(attempt);
}

// In the row before it is used. The attempt's end where that fails.
std::optional<JobOutcome> StripeLane::take_new_key(Attempt& attempt) {
  auto key = outbox_rekey(db_, attempt.job.claim);
  if (!key) return job_returned();
  attempt.job.idempotency_key = std::move(*key);
  return std::nullopt;
}

}  // namespace latchkey
