// A job of the outbox in the hands of the one who claimed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/base/clock.h"

namespace latchkey {

// A claim on a job: it holds while nobody has raised the fence since.
struct OutboxClaim {
  std::int64_t id;
  std::int64_t fence;
};

// What every attempt sends, fixed before the first one.
struct FrozenParams {
  std::string json;  // an object
  UnixSeconds first_attempt_at;
};

struct OutboxJob {
  OutboxClaim claim;
  std::string account_id;
  std::string kind;                    // e.g. "stripe.customer.create"
  std::string payload;                 // JSON object: what it is about, as when it was queued
  std::int64_t attempts;               // this one included
  std::string idempotency_key;         // a UUID
  std::optional<FrozenParams> frozen;  // nothing before the first attempt
  bool suspect;  // the answer stored under the key is an error: the key is of no more use
  std::optional<std::string> customer;  // the account's Stripe customer
  std::int64_t due_us;                  // microseconds since 1970
};

}  // namespace latchkey
