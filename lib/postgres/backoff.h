// When to try a connection again: at once at first, then after 50 ms, twice that after each further
// failure, 2 s at most; half of each wait is random, so that a pool does not come back as one.
// Time is monotonic: a clock that is set neither hurries nor delays.
#pragma once

#include <chrono>
#include <random>

namespace latchkey {

inline constexpr std::chrono::milliseconds kFirstBackoff{50};
inline constexpr std::chrono::milliseconds kLongestBackoff{2000};

class Backoff {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  explicit Backoff(std::uint32_t seed) : random_(seed) {}

  [[nodiscard]] bool may_try(TimePoint now) const { return now >= next_; }
  void failed(TimePoint now);
  void succeeded();

 private:
  std::chrono::milliseconds wait_ = kFirstBackoff;
  TimePoint next_ = TimePoint::min();
  std::minstd_rand random_;
};

}  // namespace latchkey
