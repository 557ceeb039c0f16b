#include "lib/base/uuid.h"

#include "lib/base/hex.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

bool hyphen_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

std::optional<Uuid> parse_uuid(std::string_view text) {
  if (!is_uuid(text)) return std::nullopt;
  Uuid id;
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (hyphen_before(i)) ++at;
    id[i] = hex_byte(text.substr(at, 2)).value_or(0);  // is_uuid() has seen two digits there
    at += 2;
  }
  return id;
}

std::string uuid_text(const Uuid& id) {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (hyphen_before(i)) text += '-';
    append_hex(text, id[i]);
  }
  return text;
}

}  // namespace latchkey
