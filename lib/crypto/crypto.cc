#include "lib/crypto/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "lib/base/handle.h"
#include "lib/base/hex.h"

namespace latchkey {
namespace {

using Digest = std::unique_ptr<EVP_MD, FreeWith<EVP_MD_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;

// SHA-256 fetched once and a context that is started again for each digest: a fetch by each call
// costs more than the digest of a token. One a thread, since a context has a state.
class Hasher {
 public:
  Hasher() : digest_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    if (!digest_ || !context_ || !EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr)) {
      std::abort();  // no memory, or an OpenSSL without SHA-256
    }
  }

  Sha256 operator()(std::string_view data) {
    Sha256 result;
    if (!EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) ||
        !EVP_DigestUpdate(context_.get(), data.data(), data.size()) ||
        !EVP_DigestFinal_ex(context_.get(), result.data(), nullptr)) {
      std::abort();
    }
    return result;
  }

 private:
  Digest digest_;
  DigestContext context_;
};

constexpr char kBase64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr auto kBase64urlValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::int8_t i = 0; i < 64; ++i) values[static_cast<std::uint8_t>(kBase64url[i])] = i;
  return values;
}();

std::string_view view_of(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

Sha256 sha256(std::string_view data) {
  thread_local Hasher hasher;
  return hasher(data);
}

Sha256 hmac_sha256(std::string_view key, std::string_view data) {
  Sha256 result;
  // A null key would mean "the key of the call before" to HMAC().
  const void* const key_bytes = key.empty() ? "" : key.data();
  if (!HMAC(EVP_sha256(), key_bytes, static_cast<int>(key.size()),
            reinterpret_cast<const unsigned char*>(data.data()), data.size(), result.data(),
            nullptr)) {
    std::abort();
  }
  return result;
}

void random_bytes(void* out, std::size_t size) {
  if (RAND_bytes_ex(nullptr, static_cast<unsigned char*>(out), size, 0) != 1) std::abort();
}

std::string base64url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int count = 0;  // bits held that are not written yet
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<std::uint8_t>(c);
    for (count += 8; count >= 6; count -= 6) text += kBase64url[bits >> (count - 6) & 0x3F];
  }
  if (count > 0) text += kBase64url[bits << (6 - count) & 0x3F];
  return text;
}

std::string base64url(const Sha256& digest) { return base64url(view_of(digest)); }

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int count = 0;  // bits read that are not written yet
  for (const char c : text) {
    const int value = kBase64urlValues[static_cast<std::uint8_t>(c)];
    if (value < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>(bits >> count & 0xFF);
    }
  }
  const std::uint32_t unused_bits = bits & ((1U << count) - 1);
  if (unused_bits != 0) return std::nullopt;
  return bytes;
}

std::string hex(const Sha256& digest) {
  std::string text;
  text.reserve(digest.size() * 2);
  for (const std::uint8_t byte : digest) append_hex(text, byte);
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = hex_byte(text.substr(i, 2));
    if (!byte) return std::nullopt;
    bytes += static_cast<char>(*byte);
  }
  return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace latchkey
