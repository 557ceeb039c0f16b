// Hashes, random bytes, base64url and constant-time comparison over OpenSSL's EVP. This folder is
// the only user of OpenSSL.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view data);
Sha256 hmac_sha256(std::string_view key, std::string_view data);  // RFC 2104

// Cryptographically secure; aborts the process where the system has none to give.
void random_bytes(void* out, std::size_t size);

// RFC 4648, section 5, without padding.
std::string base64url(std::string_view bytes);
std::string base64url(const Sha256& digest);
// Strict: nothing where a character is outside the alphabet, padding is present, the length is
// impossible or the unused bits of the last character are not zero.
std::optional<std::string> from_base64url(std::string_view text);

std::string hex(const Sha256& digest);                       // lower case
std::optional<std::string> from_hex(std::string_view text);  // either case

// Takes the same time wherever the two differ; lengths are not secret.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace latchkey
