// Saves one step of onboarding, which may be saved again until onboarding is completed.
#pragma once

#include <string>
#include <string_view>

#include "db/calls/tenant.h"

namespace latchkey {

// The progress as JSON, ready to send; after completion nothing is saved and it says so. `data`:
// the step's validated fields as a JSON object. kSessionRevoked where the caller's session has
// ended.
Result<std::string> onboarding_save_step(Caller& db, const AccessClaims& who, std::string_view step,
                                         std::string_view data);

}  // namespace latchkey
