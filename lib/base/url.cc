#include "lib/base/url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>

#include "lib/base/hex.h"
#include "lib/base/number.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// RFC 3986, section 2.3.
bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
}

bool is_url_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7F && c != '\\'; });
}

bool is_port(std::string_view text) { return whole_number<std::uint16_t>(text).value_or(0) != 0; }

bool is_ip_address(int family, std::string_view text) {
  unsigned char address[16];
  return inet_pton(family, std::string(text).c_str(), address) == 1;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

// Splits host[:port] into `url`; false where it is neither.
bool split_host_and_port(std::string_view text, Url& url) {
  const bool is_bracketed = text.starts_with('[');
  const std::size_t host_end = is_bracketed ? text.find(']') : text.find(':');
  if (is_bracketed && host_end == std::string_view::npos) return false;

  url.host = is_bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end);
  if (!(is_bracketed ? is_ip_address(AF_INET6, url.host) : is_host_name(url.host))) return false;

  const std::size_t port_start = is_bracketed ? host_end + 1 : std::min(host_end, text.size());
  const std::string_view port = text.substr(port_start);
  if (port.empty()) return true;
  url.port = port.substr(1);
  return port[0] == ':' && is_port(url.port);
}

}  // namespace

std::optional<Url> split_url(std::string_view text) {
  Url url;
  const std::size_t scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos || !is_url_text(text)) return std::nullopt;
  url.scheme = text.substr(0, scheme_end);
  if (!is_scheme(url.scheme)) return std::nullopt;

  const std::string_view after = text.substr(scheme_end + 3);
  const std::size_t authority_end = std::min(after.find_first_of("/?#"), after.size());
  std::string_view authority = after.substr(0, authority_end);
  url.rest = after.substr(authority_end);

  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    url.userinfo = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    // "user@evil@host" and an empty "@host" are read differently by different programs.
    if (url.userinfo.empty() || url.userinfo.find('@') != std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (!split_host_and_port(authority, url)) return std::nullopt;
  return url;
}

std::string bracketed(std::string_view host) {
  const bool is_ipv6 = host.find(':') != std::string_view::npos;
  return is_ipv6 ? '[' + std::string(host) + ']' : std::string(host);
}

std::string authority_of(const Url& url) {
  std::string text = bracketed(url.host);
  if (!url.port.empty()) text.append(":").append(url.port);
  return text;
}

bool is_loopback(std::string_view host) {
  if (equals_ignoring_case(host, "localhost") || host == "::1") return true;
  return host.starts_with("127.") && is_ip_address(AF_INET, host);
}

bool is_https_or_loopback(const Url& url) {
  if (!url.userinfo.empty()) return false;
  return equals_ignoring_case(url.scheme, "https") ||
         (equals_ignoring_case(url.scheme, "http") && is_loopback(url.host));
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      append_hex(out += '%', static_cast<unsigned char>(c), kUpperHex);
    }
  }
  return out;
}

}  // namespace latchkey
