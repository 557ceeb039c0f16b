// An account as a service sees it: with its owner and its business profile.
#pragma once

#include <string>
#include <string_view>

#include "db/calls/service.h"

namespace latchkey {

// `account`: a UUID. What it may fail with says db/calls/service.h.
Result<std::string> service_account_get(Caller& db, const ServiceCaller& who,
                                        std::string_view account);

}  // namespace latchkey
