// What an error of PostgreSQL means for a worker (PostgreSQL 15, appendix A).
#pragma once

#include <string>
#include <string_view>

#include "lib/base/error.h"

namespace latchkey {

enum class Remedy {
  kNone,       // the connection is good
  kReconnect,  // it is of no more use
  kRepeat,     // it is good, and nothing was done: once more
  kRetry,      // it is of no more use, and nothing was done: once more on a new one
};

struct Handling {
  ErrorCode code;
  Remedy remedy;
};

// `sqlstate`: empty where the error is the client's own: the connection was lost. Messages decide
// nothing: the server speaks the language of its lc_messages.
Handling judge(std::string_view sqlstate);

// Whether a warning says that a COMMIT did not wait for the synchronous standby any longer. The
// text follows the server's language, and 01000 is any warning, so the place that it comes from
// counts.
bool is_unsure_of_standby(std::string_view sqlstate, std::string_view source_function);

// For the log: SQLSTATE and message. The messages of class 22 quote the offending value, which may
// be anything that a client sent, so they are left out.
std::string describe(std::string_view sqlstate, std::string_view message);

}  // namespace latchkey
