#include "lib/mail/address.h"

#include <idn2.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "lib/base/handle.h"
#include "lib/base/mailbox.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxAddress = 254;  // RFC 5321, section 4.5.3.1, less the angle brackets
constexpr std::size_t kMaxLocalPart = 64;

using IdnText = std::unique_ptr<char, FreeWith<idn2_free>>;

std::optional<std::string> ascii_domain(std::string_view domain) {
  char* out = nullptr;
  const int outcome =
      idn2_to_ascii_8z(std::string(domain).c_str(), &out, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const IdnText text(out);
  if (outcome != IDN2_OK) return std::nullopt;
  return std::string(text.get());
}

// Each character outside ASCII as a letter, so that is_mail_address() can judge the rest; nothing
// where it is not UTF-8, or has control characters of C1.
std::optional<std::string> with_letters(std::string_view local) {
  std::string out;
  while (!local.empty()) {
    const std::size_t size = utf8_character(local);
    const bool is_c1 =
        size == 2 && local[0] == '\xC2' && static_cast<unsigned char>(local[1]) < 0xA0;
    if (size == 0 || is_c1) return std::nullopt;
    out += size == 1 ? local[0] : 'x';
    local.remove_prefix(size);
  }
  return out;
}

}  // namespace

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<std::string> smtp_address(std::string_view address) {
  if (is_mail_address(address)) return std::string(address);
  const std::size_t at = address.rfind('@');
  const bool has_nul = address.find('\0') != std::string_view::npos;
  if (at == std::string_view::npos || at > kMaxLocalPart || has_nul) return std::nullopt;
  const std::string_view local = address.substr(0, at);
  const std::string_view domain = address.substr(at + 1);
  const auto in_ascii =
      is_ascii(domain) ? std::optional(std::string(domain)) : ascii_domain(domain);
  const auto letters = with_letters(local);
  if (!in_ascii || !letters || !is_mail_address(*letters + '@' + *in_ascii)) return std::nullopt;
  std::string out = std::string(local) + '@' + *in_ascii;
  if (out.size() > kMaxAddress) return std::nullopt;
  return out;
}

}  // namespace latchkey
