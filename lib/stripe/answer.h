// What an answer of Stripe means for the job behind the request.
#pragma once

#include <chrono>
#include <string>

#include "lib/json/json.h"
#include "lib/net/transfers.h"

namespace latchkey {

enum class StripeOutcome {
  kDone,     // it did what was asked
  kRetry,    // nobody knows, or not now: the same request again, under the same key
  kSpent,    // the error is stored under the key: repeating it gives the error again
  kLimited,  // too many requests: this one was not looked at, and others should wait too
  kRefused,  // our key is not taken: no request is of use before somebody has looked
  kNever,    // Stripe refuses it and did nothing; it would do so again
};

struct StripeAnswer {
  StripeOutcome outcome = StripeOutcome::kRetry;
  bool is_about_email = false;  // kNever: the customer's e-mail is refused
  std::string why;  // for the log: status, codes and Stripe's request id; no personal data
  std::chrono::seconds retry_after{0};  // what Stripe asked for; 0: nothing
  JsonPtr body;                         // kDone: the object
};

// By status, Stripe-Should-Retry, Idempotent-Replayed and the error's type.
StripeAnswer judge_stripe(const TransferReply& reply);

}  // namespace latchkey
