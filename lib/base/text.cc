#include "lib/base/text.h"

#include <algorithm>
#include <cstdint>

#include "lib/base/hex.h"

namespace latchkey {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// The range of a character's second byte is what keeps out overlong forms, surrogates and what
// lies past U+10FFFF (RFC 3629, section 4).
bool is_second_byte(std::uint8_t lead, std::uint8_t second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0 && second <= 0xBF;
    case 0xED:
      return second >= 0x80 && second <= 0x9F;
    case 0xF0:
      return second >= 0x90 && second <= 0xBF;
    case 0xF4:
      return second >= 0x80 && second <= 0x8F;
    default:
      return second >= 0x80 && second <= 0xBF;
  }
}

std::size_t length_by_lead(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

void append_unicode_escape(std::string& out, unsigned code_point) {
  out += "\\u";
  append_hex(out, static_cast<unsigned char>(code_point >> 8));
  append_hex(out, static_cast<unsigned char>(code_point));
}

// The code point of a character that must not stand in a line as it is, or 0 for any other.
// Only these need decoding: C0 and DEL, C1 (C2 80 to C2 9F), U+2028 and U+2029 (E2 80 A8, A9).
unsigned line_breaking_code_point(std::string_view character) {
  const std::uint8_t lead = byte_at(character, 0);
  if (lead < 0x20 || lead == 0x7F) return lead;
  if (lead == 0xC2 && byte_at(character, 1) < 0xA0) return byte_at(character, 1);
  if (character == "\u2028") return 0x2028;
  if (character == "\u2029") return 0x2029;
  return 0;
}

void append_json_character(std::string& out, std::string_view character) {
  switch (character[0]) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\0':
      out += "\\u0000";
      return;
    default:
      break;
  }
  if (const unsigned code_point = line_breaking_code_point(character); code_point != 0) {
    append_unicode_escape(out, code_point);
  } else {
    out += character;
  }
}

// Characters that need no look: printable ASCII but for the quote and the backslash.
bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

}  // namespace

std::size_t utf8_character(std::string_view text) {
  if (text.empty()) return 0;
  const std::uint8_t lead = byte_at(text, 0);
  const std::size_t length = length_by_lead(lead);
  if (length == 0 || length > text.size()) return 0;
  if (length >= 2 && !is_second_byte(lead, byte_at(text, 1))) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte_at(text, i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

std::optional<std::size_t> utf8_length(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t length = utf8_character(text);
    if (length == 0) return std::nullopt;
    text.remove_prefix(length);
    ++count;
  }
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t taken = 0; taken < most && end < text.size(); ++taken) {
    end += std::max<std::size_t>(utf8_character(text.substr(end)), 1);
  }
  return text.substr(0, end);
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_dash_place = i == 8 || i == 13 || i == 18 || i == 23;
    if (is_dash_place ? text[i] != '-' : hex_value(text[i]) < 0) return false;
  }
  return true;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kSpace) + 1);
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const auto plain_end = std::find_if_not(text.begin(), text.end(), is_plain);
    const auto plain = static_cast<std::size_t>(plain_end - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;

    const std::size_t length = utf8_character(text);
    if (length == 0) {
      out += "\uFFFD";
    } else {
      append_json_character(out, text.substr(0, length));
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

}  // namespace latchkey
