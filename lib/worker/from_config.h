// Parts that several handlers build from the same keys. Where one cannot be built, the reader has a
// problem and there is nothing; config.finish() tells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/api/refresh_transport.h"
#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

AccessTokenSettings access_token_settings(ConfigReader& config);

// By the published keys in the file `jwks`. Fails where that cannot be read or has no usable key.
Result<AccessTokenVerifier> access_token_verifier(const std::string& jwks,
                                                  const AccessTokenSettings& settings);
// The same from kPublicUrl, kAudience and kJwksFile.
std::optional<AccessTokenVerifier> access_token_verifier(ConfigReader& config);

std::optional<AccessTokenSigner> access_token_signer(ConfigReader& config);

// What an Origin header may say, as browsers write it: the public URL and the allowed origins.
std::vector<std::string> own_origins(ConfigReader& config);

RefreshTransport refresh_transport(ConfigReader& config);

// 32 bytes.
std::optional<std::string> rotation_key(ConfigReader& config);

}  // namespace latchkey
