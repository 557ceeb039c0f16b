// The wall clock as a parameter, so that a test can set it.
#pragma once

#include <cstdint>

namespace latchkey {

using UnixSeconds = std::int64_t;  // whole seconds since 1970-01-01T00:00:00Z
using Clock = UnixSeconds (*)();

// The system's clock.
UnixSeconds system_clock();

}  // namespace latchkey
