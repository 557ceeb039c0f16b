// What the crons of all hosts share about a service: whether its jobs wait, and whose turn it is.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Tells why the lane's jobs have to wait; nothing: they are being done. Gives how many are due,
// 1,000 at most.
Result<std::int64_t> outbox_lane(Caller& db, std::string_view lane,
                                 const std::optional<std::string>& held_because);

// Reserves the next `requests` places in the lane's stream of `rate` requests a second. Gives the
// time until the first of them; where that is longer than `most`, none is reserved.
Result<std::chrono::milliseconds> outbox_pace(Caller& db, std::string_view lane,
                                              std::int64_t requests, std::int64_t rate,
                                              std::chrono::milliseconds most);

// Gives no place out for `pause`: the service asked for it.
Result<Done> outbox_pause(Caller& db, std::string_view lane, std::chrono::milliseconds pause);

}  // namespace latchkey
