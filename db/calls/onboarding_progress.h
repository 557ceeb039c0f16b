// How far the onboarding of the caller's account is.
#pragma once

#include <string>

#include "db/calls/tenant.h"

namespace latchkey {

// {onboardingCompleted, currentStep, steps} as JSON, ready to send. kSessionRevoked where the
// caller's session has ended.
Result<std::string> onboarding_progress(Caller& db, const AccessClaims& who);

}  // namespace latchkey
