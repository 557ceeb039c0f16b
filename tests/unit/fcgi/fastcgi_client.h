// What a test needs to be nginx: a listening socket without a name in the file system, and a client
// that sends one request (FastCGI 1.0) and reads the answer.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey {

class ListeningSocket {
 public:
  ListeningSocket() : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    address_.sun_family = AF_UNIX;
    // Bound without a name, Linux gives it a free one of its abstract name space.
    bind(fd_, reinterpret_cast<sockaddr*>(&address_), sizeof(sa_family_t));
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address_), &size_);
    listen(fd_, 16);
  }
  ~ListeningSocket() { close(fd_); }
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;

  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] int connect_client() const {
    const int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    connect(client, reinterpret_cast<const sockaddr*>(&address_), size_);
    return client;
  }

 private:
  int fd_;
  sockaddr_un address_{};
  socklen_t size_ = sizeof address_;
};

class FastcgiClient {
 public:
  using Params = std::vector<std::pair<std::string, std::string>>;

  explicit FastcgiClient(const ListeningSocket& server) : fd_(server.connect_client()) {}
  ~FastcgiClient() { hang_up(); }
  FastcgiClient(const FastcgiClient&) = delete;
  FastcgiClient& operator=(const FastcgiClient&) = delete;

  void send_params(const Params& params) const {
    write_record(kBegin, std::string("\0\1\0\0\0\0\0\0", 8));  // responder, connection not kept
    std::string content;
    for (const auto& [name, value] : params) {
      content += length(name) + length(value) + name + value;
    }
    write_record(kParams, content);
    write_record(kParams, "");
  }
  void send_body(std::string_view body) const {
    while (!body.empty()) {
      const auto part = body.substr(0, kMaxContent);
      write_record(kStdin, std::string(part));
      body.remove_prefix(part.size());
    }
  }
  void end_body() const { write_record(kStdin, ""); }

  // What the server wrote to its standard output until the request's end.
  [[nodiscard]] std::string answer() const {
    std::string out;
    for (;;) {
      const std::string header = read_bytes(8);
      if (header.size() < 8 || header[1] == kEnd) return out;
      const std::string content = read_bytes(byte(header, 4) * 256 + byte(header, 5));
      read_bytes(byte(header, 6));
      if (header[1] == kStdout) out += content;
    }
  }

  void hang_up() { close(std::exchange(fd_, -1)); }

 private:
  static constexpr char kBegin = 1, kEnd = 3, kParams = 4, kStdin = 5, kStdout = 6;
  static constexpr std::size_t kMaxContent = 32 * 1024;

  static std::size_t byte(const std::string& text, std::size_t i) {
    return static_cast<unsigned char>(text[i]);
  }
  static std::string length(const std::string& text) {
    std::string bytes = "\x80";
    for (const int shift : {16, 8, 0}) bytes += static_cast<char>(text.size() >> shift & 0xFF);
    return bytes;
  }
  void write_record(char type, const std::string& content) const {
    std::string record{1, type, 0, 1};
    record += static_cast<char>(content.size() >> 8);
    record += static_cast<char>(content.size() & 0xFF);
    record += std::string(2, '\0') + content;
    send(fd_, record.data(), record.size(), MSG_NOSIGNAL);
  }
  std::string read_bytes(std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
      const ssize_t more = read(fd_, bytes.data() + got, count - got);
      if (more <= 0) break;
      got += static_cast<std::size_t>(more);
    }
    bytes.resize(got);
    return bytes;
  }

  int fd_;
};

}  // namespace latchkey
