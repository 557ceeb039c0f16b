// The parts of an absolute URL (RFC 3986, section 3), and the one rule on plain http: loopback
// only.
#pragma once

#include <optional>
#include <string>
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

// Nothing where `text` is not scheme://host…, has white space, control characters, a backslash or
// other bytes than visible ASCII (readers disagree on where the host ends then).
std::optional<Url> split_url(std::string_view text);

// The host as it stands in a URL: an IPv6 address in brackets, anything else as it is.
std::string bracketed(std::string_view host);

// host[:port] as it stands in a URL, without userinfo; the port where the URL names one.
std::string authority_of(const Url& url);

// localhost, 127.0.0.0/8 in dotted form, ::1. Names are not looked up.
bool is_loopback(std::string_view host);

// https, or http to a loopback host, either without userinfo.
bool is_https_or_loopback(const Url& url);

// Everything but RFC 3986's unreserved characters as %XX.
std::string percent_encode(std::string_view text);

}  // namespace latchkey
