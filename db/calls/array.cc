#include "db/calls/array.h"

namespace latchkey {

std::string ArrayText::quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

void ArrayText::append(std::string_view item) {
  if (text_.size() > 1) text_ += ',';
  text_ += item;
}

}  // namespace latchkey
