// Completes the onboarding of the caller's account: all of it once, or nothing.
#pragma once

#include <string>
#include <string_view>

#include "db/calls/tenant.h"
#include "lib/api/client.h"

namespace latchkey {

// The account's id, whether onboarding was completed now or before. `profile`: validated fields
// that count as saved, as a JSON object. kSessionRevoked; kOnboardingIncomplete names the missing
// fields.
Result<std::string> onboarding_complete(Caller& db, const AccessClaims& who,
                                        std::string_view profile, const Client& client);

}  // namespace latchkey
