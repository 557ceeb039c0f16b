// The seam for many transfers in flight on one thread: HTTP requests and mails alike. Each has the
// id that its starter chose, and comes back under it. One real class (curl_transfers.h) and a fake
// for tests (tests/fakes/transfers.h). Nothing here blocks but run().
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"

namespace latchkey {

// A GET, or a POST where there is a body. Redirects are not followed.
struct HttpTransfer {
  std::string url;                   // of an origin that was allowed
  std::vector<std::string> headers;  // "Name: value"; may hold secrets
  std::optional<std::string> body;   // its Content-Type is among the headers
};

// One message to one mail server (RFC 5321); without recipients only the question whether it would
// let us: connection, TLS, login.
struct MailTransfer {
  std::string url;           // smtp[s]://host[:port][/name for EHLO], from the configuration
  bool requires_tls = true;  // smtp: nothing is said before STARTTLS has succeeded
  std::string ca_file;       // PEM certificates to trust instead of the system's; empty: system
  std::string user;          // empty: no AUTH
  std::string password;
  std::string from;             // envelope addresses, without angle brackets
  std::vector<std::string> to;  // every one has to be taken, or the message is refused
  std::string message;          // RFC 5322, lines ended by CRLF; dots are doubled on the way
};

// What came back. Where `fault` says something, the peer may or may not have acted on what was
// sent.
struct TransferReply {
  std::string
      fault;       // empty: the answer is whole; else why it is not, quoting nothing that was sent
  int status = 0;  // HTTP status, or the code of the last SMTP reply; 0: none came
  std::vector<std::string>
      lines;         // HTTP fields of the answer, or all SMTP reply lines; no line ends
  std::string body;  // of HTTP
  std::chrono::seconds retry_after{0};  // what the field says, in either form; 0: nothing

  // The value of an HTTP field, its name in any case.
  [[nodiscard]] std::optional<std::string_view> field(std::string_view name) const;
};

using TransferId = std::int64_t;

struct EndedTransfer {
  TransferId id;
  TransferReply reply;
};

class Transfers {
 public:
  virtual ~Transfers() = default;

  // Lets HTTP requests go to the origin of `url`. kInternal where the rules on hosts forbid it.
  virtual Result<Done> allow(std::string_view url) = 0;

  // Starts a transfer. Whatever becomes of it, a later run() gives it back, once.
  virtual void start(TransferId id, HttpTransfer transfer) = 0;
  virtual void start(TransferId id, MailTransfer transfer) = 0;

  // Moves all transfers on and gives those that have ended. Waits for some to end, until `wake` is
  // readable (negative: none) or `wait` is over; sometimes less.
  virtual std::vector<EndedTransfer> run(std::chrono::milliseconds wait, int wake) = 0;

  [[nodiscard]] virtual std::size_t in_flight() const = 0;
};

}  // namespace latchkey
