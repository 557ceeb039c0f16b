// Analyses that a service works on, from claim to end. What each may fail with says
// db/calls/service.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "db/calls/service.h"

namespace latchkey {

// `lease`: seconds.
Result<std::string> service_analysis_claim(Caller& db, const ServiceCaller& who,
                                           std::int64_t lease);

// What is claimed: a UUID, and the fence of the claim.
struct Claimed {
  std::string_view id;
  std::int64_t fence = 0;
};

Result<std::string> service_analysis_renew(Caller& db, const ServiceCaller& who,
                                           const Claimed& claimed, std::int64_t lease);
// `result`: a JSON object.
Result<std::string> service_analysis_done(Caller& db, const ServiceCaller& who,
                                          const Claimed& claimed, std::string_view result);
Result<std::string> service_analysis_fail(Caller& db, const ServiceCaller& who,
                                          const Claimed& claimed, std::string_view reason,
                                          bool retry);

}  // namespace latchkey
