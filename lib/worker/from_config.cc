#include "lib/worker/from_config.h"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/crypto/crypto.h"

namespace latchkey {
namespace {

constexpr std::size_t kRotationKeyBytes = 32;

Error about(Key key, std::string_view what, const Error& error) {
  return fail(error.code, std::string(key_name(key)) + ": " + std::string(what) + error.detail);
}

// What a browser calls the origin of `url` (RFC 6454, section 6.2): lower case, and without the
// scheme's own port.
std::string browser_origin(const std::string& text) {
  auto url = split_url(text);
  if (!url) return {};
  const std::string scheme = lower_case(url->scheme);
  if (url->port == (scheme == "https" ? "443" : "80")) url->port = {};
  return scheme + "://" + lower_case(authority_of(*url));
}

}  // namespace

AccessTokenSettings access_token_settings(const Config& config) {
  const std::string& issuer = config.text(Key::kPublicUrl);
  const std::string& audience = config.text(Key::kAudience);
  return {issuer, audience.empty() ? issuer : audience};
}

Result<AccessTokenVerifier> access_token_verifier(const Config& config) {
  const std::string& path = config.text(Key::kJwksFile);
  const auto jwks = read_file(path);
  if (!jwks) return about(Key::kJwksFile, path + ": ", jwks.error());
  auto verifier = AccessTokenVerifier::create(*jwks, access_token_settings(config), system_clock);
  if (!verifier) return about(Key::kJwksFile, path + ": ", verifier.error());
  return verifier;
}

Result<AccessTokenSigner> access_token_signer(const Config& config) {
  auto signer =
      AccessTokenSigner::create(config.text(Key::kSigningKey), access_token_settings(config),
                                config.number(Key::kAccessTtl), system_clock);
  if (!signer) return about(Key::kSigningKey, "", signer.error());
  return signer;
}

RefreshTransport refresh_transport(const Config& config) {
  if (config.text(Key::kRefreshTransport) != "cookie") return RefreshTransport::in_body();
  std::vector<std::string> origins = {browser_origin(config.text(Key::kPublicUrl))};
  for (const std::string& origin : config.list(Key::kAllowedOrigins)) {
    origins.push_back(browser_origin(origin));
  }
  return RefreshTransport::in_cookie(std::move(origins));
}

Result<std::string> rotation_key(const Config& config) {
  auto key = from_hex(config.text(Key::kRotationKey));
  if (key && key->size() == kRotationKeyBytes) return std::move(*key);
  return fail(ErrorCode::kInternal,
              std::string(key_name(Key::kRotationKey)) + ": not 64 hexadecimal digits");
}

}  // namespace latchkey
