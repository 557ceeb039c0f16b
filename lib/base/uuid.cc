#include "lib/base/uuid.h"

#include "lib/base/text.h"

namespace latchkey {
namespace {

// Precondition: a hexadecimal digit.
std::uint8_t digit_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  return static_cast<std::uint8_t>((c | 0x20) - 'a' + 10);
}

bool hyphen_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (!is_uuid(text)) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (hyphen_before(i)) ++at;
    id[i] = static_cast<std::uint8_t>(digit_value(text[at]) << 4 | digit_value(text[at + 1]));
    at += 2;
  }
  return id;
}

std::string uuid_text(const Uuid& id) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (hyphen_before(i)) text += '-';
    text += kDigits[id[i] >> 4];
    text += kDigits[id[i] & 0xF];
  }
  return text;
}

}  // namespace latchkey
