// One JSON object a line on stderr, for the journal. Fields are escaped (RFC 8259, section 7), so
// that no value can start a line of its own; bytes that are not UTF-8 become U+FFFD, and text past
// 2,048 bytes is cut. A line is one write(2), so lines of several processes do not mix. Where the
// journal reads them, each begins with its priority, "<4>", which the journal takes off
// (sd-daemon(3)), so that `journalctl -p warning` finds it.
// Never pass a token, an authorization code or a secret.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace latchkey {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

// Made once by main and passed down; not thread-safe.
class Log {
 public:
  // `program` is the value of every line's "program", e.g. "auth-refresh".
  Log(std::string program, LogLevel least, int fd = 2);

  void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});
  void info(std::string_view message, std::initializer_list<LogField> fields = {});
  void warning(std::string_view message, std::initializer_list<LogField> fields = {});
  void error(std::string_view message, std::initializer_list<LogField> fields = {});

 private:
  std::string program_;
  LogLevel least_;
  int fd_;
  bool to_journal_;
  std::string line_;  // kept, so that a line on the hot path allocates nothing
};

}  // namespace latchkey
