// The FastCGI side of a worker: one request at a time from a listening socket. With server.cc the
// only user of libfcgi.
//
// The socket is shared by a pool and non-blocking, so that a worker that loses the race for a
// connection returns to its caller. Signals must be blocked while accept() and answer() run:
// libfcgi takes an interrupted read for the end of the input.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "lib/base/error.h"
#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

namespace latchkey {

// What accept() came back with.
enum class Arrival {
  kRequest,  // request() is to be answered
  kRefused,  // so is request(), with the problem error() says; its body was not read
  kNobody,   // no connection: another worker has it, or it was not a FastCGI request
  kGone,     // the client went away within its body: nothing to handle, nothing to answer
};

class FcgiServer {
 public:
  // `listen_fd`: a listening socket that is kept by the caller. One server a process.
  static Result<std::unique_ptr<FcgiServer>> open(int listen_fd);
  ~FcgiServer();
  FcgiServer(const FcgiServer&) = delete;
  FcgiServer& operator=(const FcgiServer&) = delete;

  // kInternal where the process can take no connection any more (no file descriptors left, the
  // socket is broken): the caller ends, to be started again.
  Result<Arrival> accept();

  // Good from accept() to finish().
  [[nodiscard]] const Request& request() const { return request_; }
  [[nodiscard]] const Error& error() const { return *error_; }

  // Sends the whole answer: what the worker does next is free of the client. False where the
  // client was gone.
  bool answer(const Response& response);
  // Closes the connection; of a refused request or a client that was gone, once nginx has closed it
  // (2 s at most).
  void finish();

 private:
  struct Libfcgi;  // FCGX_Request, kept out of this header

  FcgiServer();
  bool read_body(std::size_t content_length);

  std::unique_ptr<Libfcgi> libfcgi_;
  Request request_;
  std::optional<Error> error_;
  std::string reply_;  // kept between requests, as the body is: a warm worker allocates neither
};

}  // namespace latchkey
