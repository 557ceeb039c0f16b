// What a worker counts, as it lies in a file of its own that others may read (counters_file.h).
// Counting is a load and a store without a lock: a worker is the only writer of its counters.
// Holds numbers only; no name, address, token or path ever gets here.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "lib/base/clock.h"
#include "lib/base/error.h"

namespace latchkey {

// What is worth counting beside requests. New ones go before kCount; then raise kCountersLayout.
enum class Event : std::uint8_t {
  kSignUp,  // an account was made
  kSignIn,  // somebody with an account came back
  kRefreshRotated,
  kRefreshReplayed,    // the same client asked again and got the same successor
  kRevokedByLogout,    // sessions, as the next one
  kRevokedAsDevice,    // by the user, on the devices page
  kDatabaseReconnect,  // a connection after the first of a process
  kDatabaseFailure,    // a try to connect that failed, or a connection that was lost
  kRestartAfterEnd,    // a worker took the place of one that had ended in order
  kRestartAfterDeath,  // or of one that was killed or crashed
  kCount,
};

inline constexpr std::size_t kEvents = static_cast<std::size_t>(Event::kCount);
inline constexpr std::size_t kErrorCodes = static_cast<std::size_t>(ErrorCode::kInternal) + 1;

inline constexpr int kLeastStatus = 100;
inline constexpr std::size_t kStatuses = 500;  // 100 to 599

// Upper bounds of the buckets of durations, in microseconds; a last bucket has all above.
inline constexpr std::array<std::int64_t, 16> kDurationBounds = {
    50,     100,    200,     500,     1'000,   2'000,     5'000,     10'000,
    20'000, 50'000, 100'000, 200'000, 500'000, 1'000'000, 2'000'000, 5'000'000};
inline constexpr std::size_t kDurationBuckets = kDurationBounds.size() + 1;

// Changes whenever the shape below does: a file of another layout starts again from zero.
inline constexpr std::uint64_t kCountersLayout = 0x4C4B4D0000000003;

// Answers of the last minutes, a place a minute: one is cleared when its turn comes again.
inline constexpr std::size_t kMinutes = 6;  // one of them is not over yet

template <typename Number>
struct MinuteOf {
  Number minute;  // since 1970
  Number answers;
  Number server_errors;  // of these, 500 and above
};

// `Number` is an atomic in the shared file and a plain integer in a copy of it.
template <typename Number>
struct CountersOf {
  Number layout;
  Number pid;                              // of the worker; 0 after its orderly end
  Number started_at;                       // UnixSeconds; the present worker's, or the last one's
  std::array<Number, kStatuses> requests;  // by status
  std::array<Number, kErrorCodes> errors;  // by code
  std::array<Number, kEvents> events;
  std::array<Number, kDurationBuckets> durations;  // requests by bucket, not cumulated
  Number duration_total;                           // microseconds
  std::array<MinuteOf<Number>, kMinutes> minutes;
};

using SharedNumber = std::atomic<std::uint64_t>;
static_assert(SharedNumber::is_always_lock_free && sizeof(SharedNumber) == sizeof(std::uint64_t));

// A copy, or the sum of several.
using Tally = CountersOf<std::uint64_t>;

class Counters : private CountersOf<SharedNumber> {
 public:
  void count(Event event, std::uint64_t times = 1) {
    add(events[static_cast<std::size_t>(event)], times);
  }

  // One request: its status, its error where it was refused, how long it took, and when it was.
  void count_request(int status, std::optional<ErrorCode> error, std::chrono::microseconds took,
                     UnixSeconds now = system_clock());

  // The file's owner begins and ends. begin() tells a predecessor that died from one that ended,
  // and clears counters of another layout.
  void begin(std::uint64_t own_pid, std::uint64_t now);
  void end() { pid.store(0, std::memory_order_relaxed); }

 private:
  void count_in_minute(std::uint64_t minute, bool is_server_error);
  static void add(SharedNumber& number, std::uint64_t amount) {
    number.store(number.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
};
static_assert(sizeof(Counters) == sizeof(Tally));

}  // namespace latchkey
