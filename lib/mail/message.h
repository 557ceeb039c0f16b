// A mail as it goes over the wire: header fields and two bodies, text and HTML (RFC 5322, RFC
// 2046). The same parts give the same bytes, so a mail sent again is the same mail.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/mailbox.h"

namespace latchkey {

struct MessageParts {
  Mailbox from;                 // addresses: is_mail_address()
  Mailbox to;                   // or of smtp_address(): then its line is UTF-8 where the address is
  std::string_view subject;     // UTF-8
  std::string_view message_id;  // without angle brackets, of message_id()
  UnixSeconds date = 0;
  std::string_view text;  // UTF-8, line ends as LF or CRLF
  std::string_view html;
};

// Lines end with CRLF, are at most 998 bytes long and ASCII.
std::string compose(const MessageParts& parts);

// "<what>.<id>@<host>": the same for every attempt at a job, so that a reader shows a mail that
// came twice once. `what` and `id`: letters, digits and hyphens; `host`: of the public URL.
std::string message_id(std::string_view what, std::string_view id, std::string_view host);

}  // namespace latchkey
