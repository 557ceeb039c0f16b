#include "lib/mail/header.h"

#include <algorithm>
#include <cctype>

#include "lib/base/hex.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::size_t kLine = 78;         // RFC 5322, section 2.1.1
constexpr std::size_t kMaxPlain = 58;     // fits on a line behind the longest field name
constexpr std::size_t kEncodedWord = 75;  // RFC 2047, section 2
constexpr std::string_view kBegin = "=?UTF-8?Q?";
constexpr std::string_view kEnd = "?=";

// One line of UTF-8, whatever came.
std::string one_line(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = utf8_character(text);
    const bool is_control = static_cast<unsigned char>(text[0]) < 0x20 || text[0] == 0x7F;
    if (size == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD
    } else {
      out += is_control ? " " : text.substr(0, size);
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

// May it stand as it is? Readers decode what looks like an encoded word, even between quotes.
bool is_plain(std::string_view text) {
  const bool is_ascii = std::all_of(text.begin(), text.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return is_ascii && text.size() <= kMaxPlain && text.find("=?") == std::string_view::npos &&
         trimmed(text) == text;
}

// The characters of a phrase that stand for themselves are few (RFC 2047, section 5 (3)).
std::string q_encoded(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first < 0x80 && std::isalnum(first) != 0) return std::string(character);
  if (character == " ") return "_";
  std::string out;
  for (const char c : character) {
    append_hex(out += '=', static_cast<unsigned char>(c), kUpperHex);
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

}  // namespace

HeaderField& HeaderField::token(std::string_view token) {
  if (text_.size() - line_start_ + 1 + token.size() > kLine) {
    text_ += "\r\n";
    line_start_ = text_.size();
  }
  text_ += ' ';
  text_ += token;
  return *this;
}

// A character is never split over two words; the space between words is none of the text.
void HeaderField::encoded_words(std::string_view text) {
  std::string word;
  while (!text.empty()) {
    const std::size_t size = utf8_character(text);
    const std::string next = q_encoded(text.substr(0, size));
    if (kBegin.size() + word.size() + next.size() + kEnd.size() > kEncodedWord) {
      token(std::string(kBegin).append(word).append(kEnd));
      word.clear();
    }
    word += next;
    text.remove_prefix(size);
  }
  token(std::string(kBegin).append(word).append(kEnd));
}

HeaderField& HeaderField::phrase(std::string_view text) {
  const std::string line = one_line(text);
  if (is_plain(line)) return line.empty() ? *this : token(line);
  encoded_words(line);
  return *this;
}

HeaderField& HeaderField::mailbox(const Mailbox& mailbox) {
  const std::string name = one_line(mailbox.name);
  if (name.empty()) return token(mailbox.address);
  if (is_plain(name)) {
    token(quoted(name));
  } else {
    encoded_words(name);
  }
  return token("<" + std::string(mailbox.address) + ">");
}

}  // namespace latchkey
