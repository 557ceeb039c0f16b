// A server on a free port of 127.0.0.1 that answers each request with the bytes a test gives, over
// TCP or TLS. One thread a connection; all have ended when the server has.
#pragma once

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "lib/base/handle.h"
#include "tests/unit/net/self_signed.h"

namespace latchkey {

class LocalServer {
 public:
  // What to write for a whole request. An empty text writes nothing and leaves the client waiting.
  using Answer = std::function<std::string(const std::string& request)>;

  // `certificate`: answer over TLS with it; outlives the server.
  explicit LocalServer(Answer answer, const SelfSigned* certificate = nullptr)
      : answer_(std::move(answer)), is_tls_(certificate != nullptr) {
    if (is_tls_) {
      context_.reset(SSL_CTX_new(TLS_server_method()));
      SSL_CTX_use_certificate(context_.get(), certificate->certificate());
      SSL_CTX_use_PrivateKey(context_.get(), certificate->key());
    }
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener_, 16);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }

  ~LocalServer() {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();  // no thread is added after this
    close(listener_);
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : open_) shutdown(fd, SHUT_RDWR);
    }
    for (std::thread& thread : threads_) thread.join();
  }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  [[nodiscard]] std::string url(const std::string& host = "127.0.0.1") const {
    return (is_tls_ ? "https://" : "http://") + host + ':' + std::to_string(port_);
  }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] std::string last_request() {
    const std::lock_guard lock(mutex_);
    return last_request_;
  }

  std::atomic<bool> closes = false;  // each connection after its first answer

 private:
  using Tls = std::unique_ptr<SSL, FreeWith<SSL_free>>;

  void accept_all() {
    for (int fd = accept(listener_, nullptr, nullptr); fd >= 0;
         fd = accept(listener_, nullptr, nullptr)) {
      ++connections_;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    const Tls tls(is_tls_ ? SSL_new(context_.get()) : nullptr);
    if (tls) SSL_set_fd(tls.get(), fd);
    if (!tls || SSL_accept(tls.get()) == 1) {
      for (std::string request = read_request(fd, tls.get()); !request.empty();
           request = closes ? std::string() : read_request(fd, tls.get())) {
        const std::string answer = answer_(request);
        {
          const std::lock_guard lock(mutex_);
          last_request_ = request;
        }
        write_all(fd, tls.get(), answer);
      }
    }
    const std::lock_guard lock(mutex_);
    std::erase(open_, fd);
    close(fd);
  }

  // Head and body by Content-Length; empty where the client has gone.
  static std::string read_request(int fd, SSL* tls) {
    std::string request;
    std::size_t whole = std::string::npos;
    while (request.size() < whole) {
      char buffer[4096];
      const auto got = tls ? SSL_read(tls, buffer, sizeof buffer)
                           : static_cast<int>(read(fd, buffer, sizeof buffer));
      if (got <= 0) return {};
      request.append(buffer, static_cast<std::size_t>(got));
      const std::size_t head = request.find("\r\n\r\n");
      if (head == std::string::npos) continue;
      const std::size_t length = request.find("Content-Length: ");
      whole = head + 4 + (length < head ? std::stoul(request.substr(length + 16)) : 0);
    }
    return request;
  }

  static void write_all(int fd, SSL* tls, const std::string& text) {
    std::size_t sent = 0;
    while (sent < text.size()) {
      const auto size = text.size() - sent;
      const auto n = tls ? SSL_write(tls, text.data() + sent, static_cast<int>(size))
                         : static_cast<int>(send(fd, text.data() + sent, size, MSG_NOSIGNAL));
      if (n <= 0) return;
      sent += static_cast<std::size_t>(n);
    }
  }

  Answer answer_;
  bool is_tls_;
  std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::mutex mutex_;  // guards the three below
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::string last_request_;
  std::thread acceptor_;
};

inline std::string http_ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace latchkey
