// A time span for a person.
#pragma once

#include <string>

#include "lib/base/clock.h"

namespace latchkey {

// The two largest units: "3d 4h", "12m 5s".
std::string age_text(UnixSeconds seconds);

}  // namespace latchkey
