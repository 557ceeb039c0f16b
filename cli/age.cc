#include "cli/age.h"

namespace latchkey {

std::string age_text(UnixSeconds seconds) {
  struct Unit {
    UnixSeconds seconds;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86'400, "d"}, {3'600, "h"}, {60, "m"}, {1, "s"}};
  std::string text;
  int shown = 0;
  for (const Unit& unit : kUnits) {
    const UnixSeconds count = seconds / unit.seconds;
    seconds %= unit.seconds;
    if (count == 0 && shown == 0 && unit.seconds > 1) continue;
    text += (shown > 0 ? " " : "") + std::to_string(count) + unit.name;
    if (++shown == 2) break;
  }
  return text;
}

}  // namespace latchkey
