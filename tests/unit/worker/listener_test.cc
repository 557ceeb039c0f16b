#include "lib/worker/listener.h"

#include <signal.h>
#include <unistd.h>

#include "tests/unit/fcgi/fastcgi_client.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using std::chrono::milliseconds;

// Takes a pending signal away, so that it does not end the next test.
void take_signal(int signal) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, signal);
  int taken = 0;
  sigwait(&signals, &taken);
}

}  // namespace

TEST_GROUP(Listener){};

TEST(Listener, TakesAListeningSocketOnly) {
  const ListeningSocket listening;
  const int connected = listening.connect_client();
  int pipe_ends[2];
  CHECK_EQUAL(0, pipe(pipe_ends));

  CHECK_TRUE(Listener::take(listening.fd()).has_value());
  for (const int fd : {connected, pipe_ends[0], -1}) {
    CHECK_FALSE(Listener::take(fd).has_value());
  }
  for (const int fd : {connected, pipe_ends[0], pipe_ends[1]}) close(fd);
}

TEST(Listener, WakesForAConnection) {
  const ListeningSocket listening;
  const auto listener = Listener::take(listening.fd());
  CHECK_EQ(listener->wait(milliseconds(0)), Wake::kTimeout);

  const FastcgiClient client(listening);

  CHECK_EQ(listener->wait({}), Wake::kConnection);
}

TEST(Listener, WakesForEachSignalToStop) {
  const ListeningSocket listening;
  const auto listener = Listener::take(listening.fd());

  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) {
    kill(getpid(), signal);
    CHECK_EQ(listener->wait({}), Wake::kStop);
    take_signal(signal);
  }
}

TEST(Listener, StopComesBeforeAConnection) {
  const ListeningSocket listening;
  const auto listener = Listener::take(listening.fd());
  const FastcgiClient client(listening);

  kill(getpid(), SIGTERM);

  CHECK_EQ(listener->wait({}), Wake::kStop);
  take_signal(SIGTERM);
}

}  // namespace latchkey
