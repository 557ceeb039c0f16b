// A user's mail address as SMTP takes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

// The address with its domain in ASCII (IDNA 2008: info@müller.example becomes
// info@xn--mller-kva.example). A local part outside ASCII stays as it is, in UTF-8; only a server
// that offers SMTPUTF8 (RFC 6531) takes it. Nothing where mail cannot go to the address. What it
// returns can be put into a header field or an SMTP command as it is.
std::optional<std::string> smtp_address(std::string_view address);

bool is_ascii(std::string_view text);

}  // namespace latchkey
