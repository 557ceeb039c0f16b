#include "lib/base/clock.h"

#include <ctime>

namespace latchkey {

UnixSeconds system_clock() { return std::time(nullptr); }

}  // namespace latchkey
