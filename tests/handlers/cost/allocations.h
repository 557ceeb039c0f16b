// How often this program asks for memory, by whichever library: a cost of a request that, unlike
// time, is the same on every machine and in every run.
#pragma once

#include <cstdint>

namespace latchkey {

// Since the program's start.
std::uint64_t allocations();

}  // namespace latchkey
