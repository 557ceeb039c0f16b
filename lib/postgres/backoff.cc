#include "lib/postgres/backoff.h"

#include <algorithm>

namespace latchkey {

void Backoff::failed(TimePoint now) {
  std::uniform_int_distribution<std::chrono::milliseconds::rep> jitter(wait_.count() / 2,
                                                                       wait_.count());
  next_ = now + std::chrono::milliseconds(jitter(random_));
  wait_ = std::min(wait_ * 2, kLongestBackoff);
}

void Backoff::succeeded() {
  wait_ = kFirstBackoff;
  next_ = TimePoint::min();
}

}  // namespace latchkey
