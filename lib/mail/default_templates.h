// The files of templates/, which CMake puts into the program.
#pragma once

#include <string_view>

namespace latchkey {

// The content of templates/<file>; empty where there is no such file.
std::string_view default_template(std::string_view file);

}  // namespace latchkey
