// A refresh token: 32 bytes as 43 characters of base64url, opaque to clients. The database knows
// only the SHA-256 of the text; the successor of a token is derived from it, so that a repeated
// refresh gets the same one though nothing but hashes is stored. Never log a token.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lib/crypto/crypto.h"

namespace latchkey {

inline constexpr std::size_t kRefreshTokenCharacters = 43;

class RefreshToken {
 public:
  // A fresh one, 256 random bits: the first of a session.
  static RefreshToken random();
  // What a client sent; nothing where it is not canonical base64url of 32 bytes.
  static std::optional<RefreshToken> parse(std::string_view text);

  // HMAC-SHA256(rotation_key, this token's text). `rotation_key`: 32 bytes.
  [[nodiscard]] RefreshToken successor(std::string_view rotation_key) const;
  [[nodiscard]] Sha256 hash() const { return sha256(text_); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  explicit RefreshToken(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace latchkey
