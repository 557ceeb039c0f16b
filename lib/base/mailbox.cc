#include "lib/base/mailbox.h"

#include <algorithm>
#include <cctype>

#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxAddress = 254;
constexpr std::size_t kMaxLocalPart = 64;

bool is_alphanumeric(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && std::isalnum(byte) != 0;
}

bool all_of(std::string_view text, std::string_view also) {
  return std::all_of(text.begin(), text.end(), [also](char c) {
    return is_alphanumeric(c) || also.find(c) != std::string_view::npos;
  });
}

// Parts that are not empty, between single dots.
bool has_good_dots(std::string_view text) {
  return !text.empty() && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos;
}

bool is_literal(std::string_view domain) {
  return domain.size() > 2 && domain.front() == '[' && domain.back() == ']' &&
         all_of(domain.substr(1, domain.size() - 2), ".:-");
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || text.size() > kMaxAddress || at > kMaxLocalPart) return false;
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  return has_good_dots(local) && all_of(local, ".!#$%&'*+-/=?^_`{|}~") &&
         ((has_good_dots(domain) && all_of(domain, ".-")) || is_literal(domain));
}

std::optional<Mailbox> split_mailbox(std::string_view text) {
  text = trimmed(text);
  if (is_mail_address(text)) return Mailbox{{}, text};
  const std::size_t open = text.rfind('<');
  if (open == std::string_view::npos || text.back() != '>') return std::nullopt;
  const std::string_view address = text.substr(open + 1, text.size() - open - 2);
  std::string_view name = trimmed(text.substr(0, open));
  const bool is_quoted = name.size() > 1 && name.front() == '"' && name.back() == '"';
  if (is_quoted) name = name.substr(1, name.size() - 2);
  const bool is_plain = name.find_first_of("\"<>\\") == std::string_view::npos;
  if (!is_plain || !is_mail_address(address)) return std::nullopt;
  return Mailbox{name, address};
}

}  // namespace latchkey
