// Hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

inline constexpr std::string_view kLowerHex = "0123456789abcdef";
inline constexpr std::string_view kUpperHex = "0123456789ABCDEF";

inline void append_hex(std::string& out, unsigned char byte, std::string_view digits = kLowerHex) {
  out += digits[byte >> 4];
  out += digits[byte & 0x0F];
}

// The value of a digit in either case, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The byte that two digits stand for; nothing where `digits` is anything else.
constexpr std::optional<unsigned char> hex_byte(std::string_view digits) {
  if (digits.size() != 2 || hex_value(digits[0]) < 0 || hex_value(digits[1]) < 0) {
    return std::nullopt;
  }
  return static_cast<unsigned char>(hex_value(digits[0]) << 4 | hex_value(digits[1]));
}

}  // namespace latchkey
