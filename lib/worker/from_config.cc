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

AccessTokenSettings access_token_settings(ConfigReader& config) {
  const std::string issuer = config.text(Key::kPublicUrl);
  const std::string audience = config.text(Key::kAudience);
  return {issuer, audience.empty() ? issuer : audience};
}

Result<AccessTokenVerifier> access_token_verifier(const std::string& jwks,
                                                  const AccessTokenSettings& settings) {
  const auto keys = read_file(jwks);
  if (!keys) return keys.error();
  return AccessTokenVerifier::create(*keys, settings, system_clock);
}

std::optional<AccessTokenVerifier> access_token_verifier(ConfigReader& config) {
  const std::string jwks = config.text(Key::kJwksFile);
  auto verifier = access_token_verifier(jwks, access_token_settings(config));
  if (verifier) return std::move(*verifier);
  config.report(Key::kJwksFile, jwks + ": " + verifier.error().detail);
  return std::nullopt;
}

std::optional<AccessTokenSigner> access_token_signer(ConfigReader& config) {
  auto signer =
      AccessTokenSigner::create(config.text(Key::kSigningKey), access_token_settings(config),
                                config.number(Key::kAccessTtl), system_clock);
  if (signer) return std::move(*signer);
  config.report(Key::kSigningKey, signer.error().detail);
  return std::nullopt;
}

std::vector<std::string> own_origins(ConfigReader& config) {
  std::vector<std::string> origins = {browser_origin(config.text(Key::kPublicUrl))};
  for (const std::string& origin : config.list(Key::kAllowedOrigins)) {
    origins.push_back(browser_origin(origin));
  }
  return origins;
}

RefreshTransport refresh_transport(ConfigReader& config) {
  auto transport = config.text(Key::kRefreshTransport) == "cookie"
                       ? RefreshTransport::in_cookie(own_origins(config))
                       : RefreshTransport::in_body();
  if (config.on(Key::kPageSessions)) transport.with_page_sessions();
  return transport;
}

std::optional<std::string> rotation_key(ConfigReader& config) {
  auto key = from_hex(config.text(Key::kRotationKey));
  if (key && key->size() == kRotationKeyBytes) return std::move(*key);
  config.report(Key::kRotationKey, "not 64 hexadecimal digits");
  return std::nullopt;
}

}  // namespace latchkey
