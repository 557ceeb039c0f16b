#include "lib/fcgi/server.h"

#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>
#include <cstddef>
#include <system_error>
#include <utility>

#include "lib/fcgi/params.h"
#include "lib/fcgi/reply.h"

namespace latchkey {
namespace {

std::string reason_of(int error) { return std::generic_category().message(error); }

// That accept() never waits for a connection that another worker was faster to take. O_NONBLOCK
// alone is not enough: all workers of a pool share it, and systemd clears it whenever it starts one
// with StandardInput=socket, until that one comes here, or permanently where it does not come so
// far. The time-out belongs to the socket and is no more than a tick; connections of a Unix socket
// do not inherit it.
bool accepts_without_waiting(int listen_fd) {
  const timeval least{0, 1};
  const int flags = fcntl(listen_fd, F_GETFL);
  return flags >= 0 && fcntl(listen_fd, F_SETFL, flags | O_NONBLOCK) == 0 &&
         setsockopt(listen_fd, SOL_SOCKET, SO_RCVTIMEO, &least, sizeof least) == 0;
}

}  // namespace

struct FcgiServer::Libfcgi {
  FCGX_Request request;
};

FcgiServer::FcgiServer() : libfcgi_(std::make_unique<Libfcgi>()) {}

FcgiServer::~FcgiServer() { FCGX_Free(&libfcgi_->request, 1); }

Result<std::unique_ptr<FcgiServer>> FcgiServer::open(int listen_fd) {
  if (!accepts_without_waiting(listen_fd)) {
    return Error::of(ErrorCode::kInternal, "the listening socket: " + reason_of(errno));
  }
  if (FCGX_Init() != 0) return Error::of(ErrorCode::kInternal, "FCGX_Init failed");
  // A client that went away is an error of write(); libfcgi has put a handler of its own here.
  signal(SIGPIPE, SIG_IGN);

  std::unique_ptr<FcgiServer> server(new FcgiServer);
  FCGX_InitRequest(&server->libfcgi_->request, listen_fd, FCGI_FAIL_ACCEPT_ON_INTR);
  return server;
}

Result<Arrival> FcgiServer::accept() {
  const int error = FCGX_Accept_r(&libfcgi_->request);
  if (error == -EAGAIN || error == -EWOULDBLOCK || error == -EINTR) return Arrival::kNobody;
  if (error != 0) return Error::of(ErrorCode::kInternal, "accept: " + reason_of(-error));

  std::string body = std::move(request_.body);
  ParsedParams parsed = parse_params(libfcgi_->request.envp);
  request_ = std::move(parsed.request);
  request_.body = std::move(body);
  request_.body.clear();
  error_ = std::move(parsed.error);
  if (!error_ && !read_body(parsed.content_length)) {
    FCGX_Free(&libfcgi_->request, 1);
    return Arrival::kGone;
  }
  return error_ ? Arrival::kRefused : Arrival::kRequest;
}

// False where the input ended early. Looking for a byte more finds a body longer than it said, and
// takes the record that ends the input off the socket: closing it with input unread could take the
// answer away from the peer.
bool FcgiServer::read_body(std::size_t content_length) {
  FCGX_Stream* in = libfcgi_->request.in;
  request_.body.resize(content_length);
  const int length = static_cast<int>(content_length);
  if (FCGX_GetStr(request_.body.data(), length, in) != length) return false;
  if (FCGX_GetChar(in) == EOF) return FCGX_GetError(in) == 0;
  error_ = Error::of(ErrorCode::kInvalidRequest, "the body is longer than CONTENT_LENGTH");
  return true;
}

bool FcgiServer::answer(const Response& response) {
  reply_.clear();
  append_reply(reply_, response);
  FCGX_Request& request = libfcgi_->request;
  FCGX_PutStr(reply_.data(), static_cast<int>(reply_.size()), request.out);
  // Closed in this order, the answer and the end of the request leave in one write.
  FCGX_FClose(request.err);
  if (FCGX_FClose(request.out) != 0) return false;
  // With the whole input read, closing takes nothing away from the peer. Of a detached request
  // libfcgi closes the connection without waiting until the peer has closed it.
  if (!error_) FCGX_Detach(&request);
  return true;
}

void FcgiServer::finish() { FCGX_Finish_r(&libfcgi_->request); }

}  // namespace latchkey
