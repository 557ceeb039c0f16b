// A session's end in sentences for a person: the answer to "why was I logged out?".
#pragma once

#include <string>

#include "db/calls/admin_session_why.h"

namespace latchkey {

// A few lines, fit for a terminal; ends with a newline.
std::string session_story(const SessionEnd& end);

}  // namespace latchkey
