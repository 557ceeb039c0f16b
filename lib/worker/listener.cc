#include "lib/worker/listener.h"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace latchkey {
namespace {

bool is_listening(int fd) {
  int listening = 0;
  socklen_t size = sizeof listening;
  return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

}  // namespace

Result<Listener> Listener::take(int fd) {
  if (!is_listening(fd)) return Error::of(ErrorCode::kInternal, "not a listening socket");
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) sigaddset(&signals, signal);
  if (sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) {
    return Error::of(ErrorCode::kInternal, "sigprocmask failed");
  }
  const int signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signal_fd < 0) return Error::of(ErrorCode::kInternal, "signalfd failed");
  return Listener(fd, signal_fd);
}

Listener::Listener(Listener&& other) noexcept
    : fd_(other.fd_), signals_(std::exchange(other.signals_, -1)) {}

Listener::~Listener() {
  if (signals_ >= 0) close(signals_);
}

Wake Listener::wait(std::optional<std::chrono::milliseconds> timeout, int background_fd) const {
  pollfd waits[] = {{signals_, POLLIN, 0}, {fd_, POLLIN, 0}, {background_fd, POLLIN, 0}};
  const int ready = poll(waits, 3, timeout ? static_cast<int>(timeout->count()) : -1);
  if (ready <= 0) return Wake::kTimeout;
  if (waits[0].revents != 0) return Wake::kStop;
  return waits[1].revents != 0 ? Wake::kConnection : Wake::kBackground;
}

}  // namespace latchkey
