#include "lib/base/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxTextBytes = 2048;

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      break;
  }
  return "error";
}

// As syslog(3) counts them. What we call info is a notice there: systemd's own lines about a unit
// are infos, and a unit that runs all the time can leave those out (LogLevelMax=) and keep ours.
std::string_view priority_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "<7>";
    case LogLevel::kInfo:
      return "<5>";
    case LogLevel::kWarning:
      return "<4>";
    case LogLevel::kError:
      break;
  }
  return "<3>";
}

// Whether systemd has connected `fd` itself with the journal (systemd.exec(5), $JOURNAL_STREAM).
bool is_journal(int fd) {
  const char* const stream = std::getenv("JOURNAL_STREAM");
  struct stat status {};
  return stream && fstat(fd, &status) == 0 &&
         std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) == stream;
}

// RFC 3339 in UTC with milliseconds.
void append_time(std::string& line) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm utc{};
  gmtime_r(&now.tv_sec, &utc);
  char text[32];
  line.append(text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S.", &utc));
  const long milliseconds = now.tv_nsec / 1'000'000;
  for (const long place : {100L, 10L, 1L}) {
    line += static_cast<char>('0' + milliseconds / place % 10);
  }
  line += 'Z';
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

void append_text(std::string& line, std::string_view text) {
  if (text.size() <= kMaxTextBytes) {
    append_json_string(line, text);
    return;
  }
  std::size_t cut = kMaxTextBytes;
  for (int i = 0; i < 3 && is_continuation(text[cut]); ++i) --cut;  // not through a character
  append_json_string(line, text.substr(0, cut));
  line.insert(line.size() - 1, "…");
}

template <typename Number>
void append_number(std::string& line, Number number) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, number);
  line.append(text, result.ptr);
}

struct AppendValue {
  std::string& line;

  void operator()(std::string_view value) const { append_text(line, value); }
  void operator()(std::int64_t value) const { append_number(line, value); }
  void operator()(bool value) const { line += value ? "true" : "false"; }
  void operator()(double value) const {
    // JSON has no way to write infinity or NaN.
    if (std::isfinite(value)) {
      append_number(line, value);
    } else {
      line += "null";
    }
  }
};

// The program serves also if its log cannot be written, so errors are ignored.
void write_whole(int fd, std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(fd, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Log::Log(std::string program, LogLevel least, int fd)
    : program_(std::move(program)), least_(least), fd_(fd), to_journal_(is_journal(fd)) {}

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (level < least_) return;
  line_.assign(to_journal_ ? priority_of(level) : "");
  line_ += "{\"time\":\"";
  append_time(line_);
  line_ += "\",\"level\":\"";
  line_ += name_of(level);
  line_ += "\",\"program\":";
  append_text(line_, program_);
  line_ += ",\"message\":";
  append_text(line_, message);
  for (const LogField& field : fields) {
    line_ += ',';
    append_text(line_, field.name);
    line_ += ':';
    std::visit(AppendValue{line_}, field.value);
  }
  line_ += "}\n";
  write_whole(fd_, line_);
}

void Log::info(std::string_view message, std::initializer_list<LogField> fields) {
  write(LogLevel::kInfo, message, fields);
}

void Log::warning(std::string_view message, std::initializer_list<LogField> fields) {
  write(LogLevel::kWarning, message, fields);
}

void Log::error(std::string_view message, std::initializer_list<LogField> fields) {
  write(LogLevel::kError, message, fields);
}

}  // namespace latchkey
