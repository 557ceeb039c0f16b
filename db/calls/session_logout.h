// Ends sessions permanently, by any refresh token of one of them: live, spent, expired or revoked.
#pragma once

#include <cstdint>
#include <string_view>

#include "lib/api/client.h"
#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// How many sessions were ended; 0 also where the token is unknown. `scope`: "global", "local" or
// "others".
Result<std::int64_t> session_logout(Caller& db, const Sha256& presented, std::string_view scope,
                                    const Client& client);

}  // namespace latchkey
