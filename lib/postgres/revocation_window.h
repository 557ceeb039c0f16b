// How a logout holds at the very next request without auth-verify asking the database each time.
//
// auth-verify decides on knowledge of revocations at most kRevocationWindow old. So whoever has
// ended a session waits for that long before the answer goes out: a request that is made after the
// answer is then decided on knowledge of what the answer acknowledges. Both sides measure a
// duration, each by its own clock, so it holds between hosts as well.
//
// No caller has to remember this. The stored function that ends a session says so in a message
// (db/functions/session_end.sql), and Link::call returns only when the time is over.
#pragma once

#include <chrono>
#include <string_view>
#include <thread>

namespace latchkey {

inline constexpr std::chrono::microseconds kRevocationWindow{10'000};

// The SQLSTATE of that message, of severity INFO: no setting keeps it from the client.
inline constexpr std::string_view kSessionsEnded = "LKEND";

// Called between the commit that ended sessions and the return to whoever asked for it. Such calls
// are rare; the worker does nothing else meanwhile. sleep_for never returns early.
inline void outwait_revocation_window() { std::this_thread::sleep_for(kRevocationWindow); }

}  // namespace latchkey
