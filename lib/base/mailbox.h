// Mail addresses, as strictly as is safe to hand on: what passes here can be put into a header
// field or an SMTP command as it is.
#pragma once

#include <optional>
#include <string_view>

namespace latchkey {

// Views into the text that was split.
struct Mailbox {
  std::string_view name;     // for people, in UTF-8; empty where there is none
  std::string_view address;  // local-part@domain
};

// local-part@domain in visible ASCII, of 254 bytes at most (RFC 5321, section 4.5.3.1, less the
// angle brackets): a dot-string and a domain or address literal. Quoted local parts and addresses
// beyond ASCII (RFC 6531) are not taken.
bool is_mail_address(std::string_view text);

// `address`, `Name <address>` or `"Name" <address>`; nothing where it is none of them.
std::optional<Mailbox> split_mailbox(std::string_view text);

}  // namespace latchkey
