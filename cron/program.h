// What latchkey-cron is told to do, and with what.
#pragma once

#include <string_view>
#include <vector>

namespace latchkey {

// Exit codes, for a timer to act on (sysexits.h where there is one).
inline constexpr int kExitDone = 0;       // what was due is done, or put off
inline constexpr int kExitDead = 1;       // the same, but a job was given up: a person has to look
inline constexpr int kExitUsage = 64;     // no such command
inline constexpr int kExitSoftware = 70;  // a defect
inline constexpr int kExitLater = 75;     // no database: the next run tries again
inline constexpr int kExitConfig = 78;    // the configuration is wrong: no run will do better

// `words`: the arguments after the program's name.
int run_cron(const std::vector<std::string_view>& words);

}  // namespace latchkey
