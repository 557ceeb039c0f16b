#include "lib/worker/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "lib/base/number.h"

namespace latchkey {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::string_view(value) : std::string_view();
}

}  // namespace

Notifier Notifier::from_environment() {
  Notifier notifier;
  notifier.socket_ = environment("NOTIFY_SOCKET");
  // WATCHDOG_PID names another process where the variables were inherited.
  const auto pid = whole_number<std::int64_t>(environment("WATCHDOG_PID"));
  const auto microseconds = whole_number<std::int64_t>(environment("WATCHDOG_USEC"));
  if (microseconds.value_or(0) > 0 && pid.value_or(getpid()) == getpid()) {
    notifier.interval_ = std::chrono::milliseconds(*microseconds / 2000 + 1);
  }
  return notifier;
}

void Notifier::alive(std::chrono::steady_clock::time_point now) {
  if (!interval_ || now - last_ < *interval_) return;
  last_ = now;
  send("WATCHDOG=1");
}

void Notifier::send(const char* state) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_.front() == '@') address.sun_path[0] = '\0';

  const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  sendto(fd, state, std::strlen(state), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address),
         length);
  close(fd);
}

}  // namespace latchkey
