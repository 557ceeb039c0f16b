#include "cron/stop_signal.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace latchkey {

Result<StopSignal> StopSignal::take() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, SIGTERM);
  sigaddset(&stopping, SIGINT);
  sigprocmask(SIG_BLOCK, &stopping, nullptr);
  Descriptor descriptor(signalfd(-1, &stopping, SFD_NONBLOCK | SFD_CLOEXEC));
  if (descriptor.get() < 0) return last_error();
  return StopSignal(std::move(descriptor));
}

bool StopSignal::has_come() {
  signalfd_siginfo info{};
  has_come_ = has_come_ || read(descriptor_.get(), &info, sizeof info) > 0;
  return has_come_;
}

}  // namespace latchkey
