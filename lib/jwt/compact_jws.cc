#include "lib/jwt/compact_jws.h"

#include <utility>

#include "lib/crypto/crypto.h"

namespace latchkey {

std::optional<CompactJws> split_jws(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  return CompactJws{token.substr(0, first), token.substr(first + 1, second - first - 1),
                    token.substr(second + 1), token.substr(0, second)};
}

JsonPtr decode_jws_object(std::string_view part) {
  const auto text = from_base64url(part);
  if (!text) return nullptr;
  auto value = parse_json(*text);
  if (!value || !json_is_object(value->get())) return nullptr;
  return std::move(*value);
}

}  // namespace latchkey
