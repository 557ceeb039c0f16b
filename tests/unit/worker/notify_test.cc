#include "lib/worker/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A datagram socket in the abstract name space, as a container's systemd may use one.
class NotifySocket {
 public:
  NotifySocket() : fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socklen_t size = sizeof address;
    bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(sa_family_t));
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    name_ = "@" + std::string(address.sun_path + 1, size - offsetof(sockaddr_un, sun_path) - 1);
  }
  ~NotifySocket() { close(fd_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  [[nodiscard]] const char* name() const { return name_.c_str(); }
  [[nodiscard]] std::string received() const {
    char text[64];
    const ssize_t size = recv(fd_, text, sizeof text, 0);
    return size < 0 ? "(nothing)" : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  int fd_;
  std::string name_;
};

}  // namespace

TEST_GROUP(Notifier) {
  NotifySocket systemd;

  void setup() override { setenv("NOTIFY_SOCKET", systemd.name(), 1); }
  void teardown() override {
    for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) unsetenv(name);
  }
};

TEST(Notifier, TellsStates) {
  const Notifier notifier = Notifier::from_environment();

  notifier.ready();
  STRCMP_EQUAL("READY=1", systemd.received().c_str());
  notifier.stopping();
  STRCMP_EQUAL("STOPPING=1", systemd.received().c_str());
}

TEST(Notifier, WatchdogIsPettedEveryHalfOfItsTime) {
  setenv("WATCHDOG_USEC", "20000000", 1);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  Notifier notifier = Notifier::from_environment();
  const std::chrono::steady_clock::time_point start{seconds(1'000'000)};

  notifier.alive(start);
  STRCMP_EQUAL("WATCHDOG=1", systemd.received().c_str());
  notifier.alive(start + seconds(9));
  STRCMP_EQUAL("(nothing)", systemd.received().c_str());
  notifier.alive(start + seconds(11));
  STRCMP_EQUAL("WATCHDOG=1", systemd.received().c_str());
  LONGS_EQUAL(10'001, notifier.interval()->count());
}

TEST(Notifier, AnotherProcessesWatchdogIsLeftAlone) {
  setenv("WATCHDOG_USEC", "20000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  Notifier notifier = Notifier::from_environment();

  notifier.alive(std::chrono::steady_clock::now());

  STRCMP_EQUAL("(nothing)", systemd.received().c_str());
  CHECK_FALSE(notifier.interval().has_value());
}

TEST(Notifier, IsSilentWhereNobodyListens) {
  unsetenv("NOTIFY_SOCKET");

  Notifier::from_environment().ready();

  STRCMP_EQUAL("(nothing)", systemd.received().c_str());
}

}  // namespace latchkey
