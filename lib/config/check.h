// The rule of each kind of value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/config/keys.h"

namespace latchkey {

// What is wrong with a value, as the end of a sentence that begins with the key
// ("must be a whole number from 1 to 86400"), or an empty string. An empty value of an optional key
// is right. Never quotes the value.
std::string problem_with(const KeySpec& spec, std::string_view value);

// The parts of a comma-separated list, trimmed, without empty ones.
std::vector<std::string> split_list(std::string_view text);

}  // namespace latchkey
