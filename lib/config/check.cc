#include "lib/config/check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "lib/base/mailbox.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/base/url.h"

namespace latchkey {
namespace {

constexpr std::string_view kRight;  // no problem

bool has_controls(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool is_host_and_port_only(const Url& url) { return url.rest.empty() && url.userinfo.empty(); }

// `excluded`: what the URL may not have. Something is appended to issuers and API bases, and no
// redirect URI has a fragment (RFC 6749, section 3.1.2).
bool is_https_url(std::string_view text, std::string_view excluded) {
  const auto url = split_url(text);
  return url && is_https_or_loopback(*url) &&
         url->rest.find_first_of(excluded) == std::string_view::npos;
}

std::string problem_with_number(const KeySpec& spec, std::string_view value) {
  const auto number = whole_number<std::int64_t>(value);
  if (number && *number >= spec.least && *number <= spec.most) return {};
  return "must be a whole number from " + std::to_string(spec.least) + " to " +
         std::to_string(spec.most);
}

std::string problem_with_choice(const KeySpec& spec, std::string_view value) {
  const auto choices = split_list(spec.choices);
  const bool is_list = spec.kind == Kind::kChoices;
  const auto chosen = is_list ? split_list(value) : std::vector{std::string(value)};
  const bool is_right = std::all_of(chosen.begin(), chosen.end(), [&](const auto& one) {
    return std::find(choices.begin(), choices.end(), one) != choices.end();
  });
  if (is_right && !chosen.empty()) return {};
  std::string problem = is_list ? "must be a list of some of" : "must be one of";
  for (const auto& choice : choices) problem += ' ' + choice;
  return problem;
}

std::string_view problem_with_origin(std::string_view value) {
  auto url = split_url(value);
  if (url && url->rest == "/") url->rest = {};
  const bool is_right =
      url && equals_ignoring_case(url->scheme, "https") && is_host_and_port_only(*url);
  return is_right ? kRight : "must be https://host or https://host:port, without a path";
}

std::string_view problem_with_origins(std::string_view value) {
  for (const auto& origin : split_list(value)) {
    const auto url = split_url(origin);
    if (!url || !is_https_or_loopback(*url) || !is_host_and_port_only(*url)) {
      return "must be a list of https://host[:port], without paths (http on loopback only)";
    }
  }
  return kRight;
}

std::string_view problem_with_https_urls(std::string_view value) {
  const auto urls = split_list(value);
  const bool is_right = !urls.empty() && std::all_of(urls.begin(), urls.end(), [](const auto& url) {
    return is_https_url(url, "#");
  });
  return is_right ? kRight : "must be a list of https URLs (http on loopback only)";
}

// An address, or an address, a slash and how many of its bits are the network's (RFC 4632, RFC
// 4291).
bool is_network(const std::string& text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string address = text.substr(0, slash);
  in6_addr parsed;
  const bool is_ipv4 = inet_pton(AF_INET, address.c_str(), &parsed) == 1;
  if (!is_ipv4 && inet_pton(AF_INET6, address.c_str(), &parsed) != 1) return false;
  if (slash == text.size()) return true;
  const auto bits = whole_number<int>(std::string_view(text).substr(slash + 1));
  return bits && *bits >= 0 && *bits <= (is_ipv4 ? 32 : 128);
}

std::string_view problem_with_networks(std::string_view value) {
  const auto networks = split_list(value);
  const bool is_right =
      !networks.empty() && std::all_of(networks.begin(), networks.end(), is_network);
  return is_right ? kRight : "must be a list of networks, such as 192.0.2.0/24,2001:db8::/32";
}

std::string_view problem_with_smtp_url(std::string_view value) {
  const auto url = split_url(value);
  const bool has_password = url && url->userinfo.find(':') != std::string_view::npos;
  if (has_password) return "must not have a password; that is LATCHKEY_SMTP_PASSWORD";
  const bool is_right =
      url && (url->rest.empty() || url->rest == "/") &&
      (equals_ignoring_case(url->scheme, "smtps") || equals_ignoring_case(url->scheme, "smtp"));
  return is_right ? kRight : "must be smtps://[user@]host[:port] or smtp://[user@]host[:port]";
}

std::string_view problem_with_domain(std::string_view value) {
  const std::string as_url = "https://" + std::string(value);
  const auto url = split_url(as_url);
  return url && url->host == value ? kRight : "must be a domain name";
}

std::string_view problem_with_dsn(std::string_view value) {
  auto url = split_url(value);
  const bool has_key = url && !url->userinfo.empty() && url->rest.size() > 1;
  if (url) url->userinfo = {};
  return has_key && is_https_or_loopback(*url) ? kRight : "must be https://key@host/project";
}

std::string_view problem_with_hex(std::string_view value) {
  const bool is_right = value.size() == 64 && std::all_of(value.begin(), value.end(), [](char c) {
                          return std::isxdigit(static_cast<unsigned char>(c)) != 0;
                        });
  return is_right ? kRight : "must be 64 hexadecimal digits";
}

std::string_view problem_with_text(const KeySpec& spec, std::string_view value) {
  switch (spec.kind) {
    case Kind::kOrigin:
      return problem_with_origin(value);
    case Kind::kOrigins:
      return problem_with_origins(value);
    case Kind::kHttpsUrl:
      return is_https_url(value, "?#") ? kRight : "must be an https URL (http on loopback only)";
    case Kind::kHttpsUrls:
      return problem_with_https_urls(value);
    case Kind::kNetworks:
      return problem_with_networks(value);
    case Kind::kSmtpUrl:
      return problem_with_smtp_url(value);
    case Kind::kDomain:
      return problem_with_domain(value);
    case Kind::kMailAddress:
      return split_mailbox(value) ? kRight : "must be a mail address, or Name <address>";
    case Kind::kSentryDsn:
      return problem_with_dsn(value);
    case Kind::kReadableFile:
      return access(std::string(value).c_str(), R_OK) == 0 ? kRight : "is not a readable file";
    case Kind::kHex32:
      return problem_with_hex(value);
    default:
      return kRight;
  }
}

}  // namespace

std::string problem_with(const KeySpec& spec, std::string_view value) {
  const bool is_optional = spec.fallback && spec.fallback->empty();
  if (value.empty()) return is_optional ? "" : "must not be empty";
  if (spec.kind == Kind::kPem) {
    return value.starts_with("-----BEGIN ") ? "" : "must be a private key in PEM form";
  }
  if (has_controls(value)) return "must not have control characters";
  if (!utf8_length(value)) return "must be UTF-8";
  if (spec.kind == Kind::kNumber) return problem_with_number(spec, value);
  if (spec.kind == Kind::kChoice || spec.kind == Kind::kChoices) {
    return problem_with_choice(spec, value);
  }
  return std::string(problem_with_text(spec, value));
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

}  // namespace latchkey
