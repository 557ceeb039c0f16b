#include "lib/crypto/refresh_token.h"

namespace latchkey {

RefreshToken RefreshToken::random() {
  Sha256 bytes;
  random_bytes(bytes.data(), bytes.size());
  return RefreshToken(base64url(bytes));
}

std::optional<RefreshToken> RefreshToken::parse(std::string_view text) {
  if (text.size() != kRefreshTokenCharacters || !from_base64url(text)) return std::nullopt;
  return RefreshToken(std::string(text));
}

RefreshToken RefreshToken::successor(std::string_view rotation_key) const {
  return RefreshToken(base64url(hmac_sha256(rotation_key, text_)));
}

}  // namespace latchkey
