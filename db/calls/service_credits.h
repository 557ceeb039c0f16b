// Credits that services spend, give and hold. What each may fail with says db/calls/service.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/calls/service.h"

namespace latchkey {

// What is spent, given or held, once for the key.
struct ServiceAmount {
  std::string account_id;  // a UUID
  std::int64_t amount = 0;
  std::string description;
  std::optional<std::string> reference;
};

Result<std::string> service_credits_spend(Caller& db, const ServiceCaller& who, const Sha256& key,
                                          const ServiceAmount& amount);
Result<std::string> service_credits_grant(Caller& db, const ServiceCaller& who, const Sha256& key,
                                          const ServiceAmount& amount);
// `ttl`: seconds.
Result<std::string> service_hold_make(Caller& db, const ServiceCaller& who, const Sha256& key,
                                      const ServiceAmount& amount, std::int64_t ttl);

// `hold`: a UUID. Without an amount all of it is spent, without a description it is the hold's.
Result<std::string> service_hold_settle(Caller& db, const ServiceCaller& who, std::string_view hold,
                                        std::optional<std::int64_t> amount,
                                        const std::optional<std::string>& description);
Result<std::string> service_hold_release(Caller& db, const ServiceCaller& who,
                                         std::string_view hold);
Result<std::string> service_hold_renew(Caller& db, const ServiceCaller& who, std::string_view hold,
                                       std::int64_t ttl);

}  // namespace latchkey
