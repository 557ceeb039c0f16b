// Quoted-printable (RFC 2045, section 6.7): text for people in a mail's body.
#pragma once

#include <string>
#include <string_view>

namespace latchkey {

// `text` with line ends as LF or CRLF; the result has CRLF, lines of at most 76 bytes, ASCII only,
// and ends with a line end.
std::string quoted_printable(std::string_view text);

}  // namespace latchkey
