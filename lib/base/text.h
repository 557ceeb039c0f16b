// Checks and conversions of text that more than one layer needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

// The length in bytes of the UTF-8 character that `text` starts with, or 0 where it starts with
// none (RFC 3629: no surrogates, no overlong forms, nothing past U+10FFFF).
std::size_t utf8_character(std::string_view text);

// The number of code points in `text`, or nothing where it is not UTF-8.
std::optional<std::size_t> utf8_length(std::string_view text);

// The first `most` code points of `text`, all of it where it has no more. What is not UTF-8 counts
// a byte as a character.
std::string_view first_characters(std::string_view text, std::size_t most);

// 8-4-4-4-12 hexadecimal digits, either case (RFC 9562, section 4).
bool is_uuid(std::string_view text);

// ASCII letters only, whatever the locale.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower_case(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// Without the spaces, tabs and carriage returns at its ends.
std::string_view trimmed(std::string_view text);

// Appends `text` as a JSON string with its quotes (RFC 8259, section 7). Escaped beyond what the
// RFC demands: DEL, the C1 controls and the line separators U+2028 and U+2029, so that the result
// is one harmless line in a terminal as well. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace latchkey
