// A job of the outbox in the hands of the one who claimed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.h"

namespace latchkey {

// A claim on a job: good while nobody has raised the fence since.
struct OutboxClaim {
  std::int64_t id = 0;
  std::int64_t fence = 0;
};

struct OutboxJob {
  OutboxClaim claim;
  std::string account_id;
  std::string kind;             // e.g. "stripe.customer.create"
  std::string payload;          // JSON object: what it is about, as when it was queued
  std::int64_t attempts = 0;    // this one included
  std::string idempotency_key;  // a UUID
  std::optional<std::string>
      params;  // JSON object that every attempt sends; nothing before the first
  UnixSeconds first_attempt_at = 0;  // 0 before the first
  bool suspect = false;  // the answer stored under the key is an error: it is of no more use
  std::optional<std::string> customer;  // the account's Stripe customer
  std::int64_t due_us = 0;              // microseconds since 1970
};

}  // namespace latchkey
