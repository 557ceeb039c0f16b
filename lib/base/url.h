// The parts of an absolute URL (RFC 3986, section 3), and the one rule on plain http: loopback
// only.
#pragma once

#include <optional>
#include <string_view>

namespace latchkey {

// Views into the text that was split.
struct Url {
  std::string_view scheme;    // as written, without "://"
  std::string_view userinfo;  // "user:password", without '@'; empty where there is none
  std::string_view host;      // never empty; an IPv6 address without its brackets
  std::string_view port;      // 1 to 65535, or empty
  std::string_view rest;      // path, query and fragment, from '/', '?' or '#' on; may be empty
};

// Nothing where `text` is no scheme://host…, has white space, control characters, a backslash or
// other bytes than visible ASCII (readers disagree on where the host ends then).
std::optional<Url> split_url(std::string_view text);

// localhost, 127.0.0.0/8 in dotted form, ::1. Names are not looked up.
bool is_loopback(std::string_view host);

// https, or http to a loopback host, either without userinfo.
bool is_https_or_loopback(const Url& url);

}  // namespace latchkey
