// The fields of a business profile: which step of onboarding asks for each, and what it may hold.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/json/json.h"

namespace latchkey {

// business, audience or goals.
bool is_onboarding_step(std::string_view step);

// The fields of one step as JSON text; optional ones that are absent are left out. Precondition:
// is_onboarding_step(step).
Result<std::string> read_step(std::string_view step, const json_t* data);

// Any fields of the profile, as JSON text of those that are there.
Result<std::string> read_profile(const json_t* body);

}  // namespace latchkey
