// What a handler has to do besides requests (auth-verify: listen to the database). The worker looks
// after it while it waits for a request; a request in hand comes first.
#pragma once

#include <chrono>

namespace latchkey {

class Background {
 public:
  virtual ~Background() = default;

  // tend() is called when this is readable; -1: no such thing just now.
  [[nodiscard]] virtual int fd() const = 0;
  // And when the worker has waited for so long.
  [[nodiscard]] virtual std::chrono::milliseconds interval() const = 0;
  // Must not block for longer than a request may wait.
  virtual void tend() = 0;
};

}  // namespace latchkey
