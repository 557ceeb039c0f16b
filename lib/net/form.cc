#include "lib/net/form.h"

#include "lib/base/hex.h"

namespace latchkey {
namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    append_hex(out += '%', static_cast<unsigned char>(c), kUpperHex);
  }
  return out;
}

std::string form_encode(std::span<const FormField> form) {
  std::string out;
  for (const FormField& field : form) {
    if (!out.empty()) out += '&';
    out += percent_encode(field.name);
    out += '=';
    out += percent_encode(field.value);
  }
  return out;
}

}  // namespace latchkey
