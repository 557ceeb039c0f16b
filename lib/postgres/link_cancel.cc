// The part of a link that gives up on a call: asking the server to stop it.
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>

#include "lib/base/handle.h"
#include "lib/postgres/link.h"

namespace latchkey {
namespace {

using Cancel = std::unique_ptr<PGcancel, FreeWith<PQfreeCancel>>;

constexpr unsigned kCancelSeconds = 2;

// In a process of its own, which SIGALRM ends in time whatever it inherited.
[[noreturn]] void ask_to_stop(PGcancel* cancel) {
  sigset_t alarm_only;
  sigemptyset(&alarm_only);
  sigaddset(&alarm_only, SIGALRM);
  close_range(0, ~0U, 0);  // or the connection, and the worker's socket, would stay open here
  std::signal(SIGALRM, SIG_DFL);
  sigprocmask(SIG_UNBLOCK, &alarm_only, nullptr);
  alarm(kCancelSeconds);
  char message[256];
  PQcancel(cancel, message, sizeof message);
  _exit(0);
}

}  // namespace

// PQcancel waits without a limit for a server that does not answer, which is when it is needed. So
// a child of a child asks, and nobody waits for it. Without it the backend would go on with what
// nobody waits for, each beside those of the calls before.
void Link::cancel() const {
  const Cancel cancel(PQgetCancel(connection_.get()));
  if (!cancel) return;
  const pid_t child = fork();
  if (child == 0) {
    if (fork() == 0) ask_to_stop(cancel.get());
    _exit(0);
  }
  if (child > 0) waitpid(child, nullptr, 0);
}

}  // namespace latchkey
