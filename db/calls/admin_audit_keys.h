// Writes down what was done with a signing key.
#pragma once

#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// `action`: generated, published, activated, rotated or retired. `actor`: who did it.
Result<Done> admin_audit_keys(Caller& db, std::string_view action, std::string_view kid,
                              std::string_view actor);

}  // namespace latchkey
