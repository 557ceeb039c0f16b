// A server that speaks just enough of PostgreSQL's protocol (version 3) to be as wrong as a test
// needs it: it lets everybody in and answers each Sync with the bytes that a test gives.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace latchkey {

namespace postgres {

inline std::string int16(std::size_t n) {
  return {static_cast<char>(n >> 8 & 0xFF), static_cast<char>(n & 0xFF)};
}
inline std::string int32(std::size_t n) { return int16(n >> 16) + int16(n & 0xFFFF); }
inline std::string message(char type, const std::string& content) {
  return type + int32(content.size() + 4) + content;
}
inline std::string text(std::string_view value) { return std::string(value) + '\0'; }

inline std::string ready() { return message('Z', "I"); }
inline std::string prepared() { return message('1', "") + ready(); }
// BindComplete, one row of one text column, CommandComplete; not yet ready().
inline std::string row(std::string_view value) {
  const std::string column = text("outcome") + int32(0) + int16(0) + int32(25) + int16(0xFFFF) +
                             int32(0xFFFFFFFF) + int16(0);
  return message('2', "") + message('T', int16(1) + column) +
         message('D', int16(1) + int32(value.size()) + std::string(value)) +
         message('C', text("SELECT 1"));
}
// A message that is not an error: a notice, or of severity INFO.
inline std::string told(std::string_view sqlstate) {
  return message('N', "S" + text("INFO") + "V" + text("INFO") + "C" + text(sqlstate) + "M" +
                          text("made up") + '\0');
}
inline std::string warning(std::string_view sqlstate, std::string_view function) {
  return message('N', "S" + text("WARNING") + "V" + text("WARNING") + "C" + text(sqlstate) + "M" +
                          text("made up") + "R" + text(function) + '\0');
}
inline std::string error(std::string_view sqlstate, std::string_view severity = "ERROR",
                         std::string_view says = "made up") {
  return message('E', "S" + text(severity) + "V" + text(severity) + "C" + text(sqlstate) + "M" +
                          text(says) + '\0');
}

}  // namespace postgres

class FakePostgres {
 public:
  // What to write for the `sync`th Sync (from 1) of the `connection`th connection (from 1). Empty:
  // nothing, ever. kHangUp: close the connection.
  using Answer = std::function<std::string(int connection, int sync)>;
  static constexpr const char* kHangUp = "hang up";

  explicit FakePostgres(Answer answer) : answer_(std::move(answer)) {
    static std::atomic<int> count = 0;
    host_ = "@latchkey-test-" + std::to_string(getpid()) + "-" + std::to_string(++count);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = host_.substr(1) + "/.s.PGSQL.5432";  // in the abstract name space
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener_, 16);
    thread_ = std::thread([this] { run(); });
  }
  ~FakePostgres() {
    shutdown(listener_, SHUT_RDWR);
    hang_up();
    thread_.join();
    close(listener_);
  }
  FakePostgres(const FakePostgres&) = delete;
  FakePostgres& operator=(const FakePostgres&) = delete;

  [[nodiscard]] std::string conninfo() const {
    return "host=" + host_ + " port=5432 user=u dbname=d";
  }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] int syncs() const { return syncs_; }
  [[nodiscard]] int cancels() const { return cancels_; }

  // Ends the connection that is open, after sending `last` on it.
  void hang_up(const std::string& last = {}) {
    const std::lock_guard lock(mutex_);
    if (client_ < 0) return;
    write_all(last);
    shutdown(client_, SHUT_RDWR);
  }

 private:
  static constexpr std::string_view kCancelRequest = "message\x04\xD2\x16\x2E";

  void run() {
    for (;;) {
      const int client = accept(listener_, nullptr, nullptr);
      if (client < 0) return;
      set_client(client);
      if (read_message() == kCancelRequest) {
        ++cancels_;
      } else {
        serve(++connections_);
      }
      set_client(-1);
      close(client);
    }
  }

  void set_client(int client) {
    const std::lock_guard lock(mutex_);
    client_ = client;
  }

  void serve(int connection) {
    write_all(postgres::message('R', postgres::int32(0)) + postgres::ready());
    int sync = 0;
    for (char type = 0; recv(client_, &type, 1, 0) == 1 && !read_message().empty();) {
      if (type != 'S') continue;
      ++syncs_;
      const std::string bytes = answer_(connection, ++sync);
      if (bytes == kHangUp) return;
      write_all(bytes);
    }
  }

  // A length and the first four bytes of what it counts. Empty at the end of the connection. The
  // start-up has no type before it, and a request to cancel has a number of its own.
  std::string read_message() const {
    unsigned char length[4];
    if (recv(client_, length, sizeof length, MSG_WAITALL) != sizeof length) return {};
    std::string rest((static_cast<std::size_t>(length[2]) << 8 | length[3]) - 4, '\0');
    const auto size = static_cast<ssize_t>(rest.size());
    if (size > 0 && recv(client_, rest.data(), rest.size(), MSG_WAITALL) != size) return {};
    return "message" + rest.substr(0, 4);
  }

  void write_all(const std::string& bytes) const {
    send(client_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }

  Answer answer_;
  std::string host_;
  int listener_ = -1;
  std::mutex mutex_;
  int client_ = -1;
  std::atomic<int> connections_ = 0;
  std::atomic<int> syncs_ = 0;
  std::atomic<int> cancels_ = 0;
  std::thread thread_;
};

}  // namespace latchkey
