// Where a worker waits: for a connection on the listening socket it was started with, for the
// signal to stop, or for its background. The signals are blocked permanently and read from a
// signalfd, so they interrupt no request and are noticed at the next wait, never lost.
#pragma once

#include <chrono>
#include <optional>

#include "lib/base/result.h"

namespace latchkey {

enum class Wake { kConnection, kStop, kBackground, kTimeout };

class Listener {
 public:
  // Blocks SIGTERM, SIGINT and SIGUSR1 (which multiwatch sends). kInternal where `fd`, which stays
  // the caller's, is not a listening socket.
  static Result<Listener> take(int fd);
  ~Listener();
  Listener(Listener&& other) noexcept;
  Listener& operator=(Listener&&) = delete;

  // A stop comes before a connection: what waits in the backlog is for the other workers. A
  // connection comes before `background_fd`, which is -1 where there is none.
  [[nodiscard]] Wake wait(std::optional<std::chrono::milliseconds> timeout,
                          int background_fd = -1) const;

 private:
  Listener(int fd, int signals) : fd_(fd), signals_(signals) {}

  int fd_;
  int signals_;  // signalfd, owned
};

}  // namespace latchkey
