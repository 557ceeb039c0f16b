#include "lib/mail/quoted_printable.h"

#include "lib/base/hex.h"

namespace latchkey {
namespace {

constexpr std::size_t kLine = 76;

// `is_last`: of its line; white space there would be dropped on the way.
std::string encoded(char c, bool is_last) {
  const bool is_space = c == ' ' || c == '\t';
  if (is_space ? !is_last : c > ' ' && c < 0x7F && c != '=') return {c};
  std::string out = "=";
  append_hex(out, static_cast<unsigned char>(c), kUpperHex);
  return out;
}

void append_line(std::string& out, std::string_view line) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::string next = encoded(line[i], i + 1 == line.size());
    if (length + next.size() > kLine - 1) {  // there has to be room for the soft line break
      out += "=\r\n";
      length = 0;
    }
    out += next;
    length += next.size();
  }
  out += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    append_line(out, line);
  }
  return out;
}

}  // namespace latchkey
