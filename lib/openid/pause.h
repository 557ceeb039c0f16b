// A time in which something is not done again. Clocks count whole seconds, so a pause lasts up to
// one second more than asked for, never less. A clock set back ends it.
#pragma once

#include "lib/base/clock.h"

namespace latchkey {

class Pause {
 public:
  void start(UnixSeconds now, UnixSeconds seconds) {
    since_ = now;
    seconds_ = seconds;
  }
  [[nodiscard]] bool is_over(UnixSeconds now) const {
    return now < since_ || now - since_ > seconds_;
  }

 private:
  UnixSeconds since_ = 0;
  UnixSeconds seconds_ = -1;  // not started: over
};

}  // namespace latchkey
