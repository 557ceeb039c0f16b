// The parameters of a job as text: what is frozen in its row, and reads back as it was.
#pragma once

#include <string>
#include <string_view>

#include "cron/attempt.h"
#include "lib/base/result.h"

namespace latchkey {

// A JSON object.
std::string json_of(const JobParams& params);

// From a payload, or from what json_of() wrote: an object with "email" and perhaps "full_name".
// kInternal where it is something else.
Result<WelcomeParams> welcome_params(std::string_view json);

}  // namespace latchkey
