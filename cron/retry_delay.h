// How long a job waits after a failed attempt: exponential back-off with full jitter, up to a
// quarter of an hour; after the first, 8 s at most.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace latchkey {

// About a day and a quarter of attempts; then the job is dead.
inline constexpr std::int64_t kMostAttempts = 250;

class RetryDelay {
 public:
  explicit RetryDelay(std::uint32_t seed) : random_(seed) {}

  // `attempts`: made so far, 1 at least. `at_least`: what the service asked for.
  std::chrono::milliseconds after(std::int64_t attempts, std::chrono::milliseconds at_least);

 private:
  std::mt19937 random_;
};

}  // namespace latchkey
