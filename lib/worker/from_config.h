// Parts that several handlers build from the same keys. Each function names the keys that the
// handler's WorkerSpec must list for it.
#pragma once

#include <string>

#include "lib/api/refresh_transport.h"
#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

// kPublicUrl, kAudience.
AccessTokenSettings access_token_settings(const Config& config);

// kPublicUrl, kAudience, kJwksFile. Fails where the file can't be read or has no usable key.
Result<AccessTokenVerifier> access_token_verifier(const Config& config);

// kPublicUrl, kAudience, kSigningKey, kAccessTtl.
Result<AccessTokenSigner> access_token_signer(const Config& config);

// kPublicUrl, kAllowedOrigins, kRefreshTransport.
RefreshTransport refresh_transport(const Config& config);

// kRotationKey: its 32 bytes.
Result<std::string> rotation_key(const Config& config);

}  // namespace latchkey
