// Tells systemd how the worker is, as sd_notify(3) has it: a datagram to $NOTIFY_SOCKET. Silent
// where nobody listens.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace latchkey {

class Notifier {
 public:
  // From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  static Notifier from_environment();

  void ready() const { send("READY=1"); }
  void stopping() const { send("STOPPING=1"); }

  // Pets the watchdog where it is due; to be called whenever the worker has nothing else to do.
  void alive(std::chrono::steady_clock::time_point now);
  // How long the worker may wait before the next alive(); nothing: as long as it likes.
  [[nodiscard]] std::optional<std::chrono::milliseconds> interval() const { return interval_; }

 private:
  void send(const char* state) const;

  std::string socket_;  // empty where nobody listens; a leading '@' stands for an abstract name
  std::optional<std::chrono::milliseconds> interval_;  // half the watchdog's time
  std::chrono::steady_clock::time_point last_;
};

}  // namespace latchkey
