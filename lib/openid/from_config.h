// One OpenID provider as the configuration has it. Where something is wrong with that, the reader
// has a problem; config.finish() tells.
#pragma once

#include <memory>

#include "lib/config/config.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/openid_client.h"

namespace latchkey {

// The HTTP client for LATCHKEY_OIDC_ISSUER: https, or http on loopback, and only then are other
// http addresses on loopback taken. Trusts the certificates of LATCHKEY_OIDC_CA_FILE where that is
// set, instead of the system's. Nothing where the reader has a problem with these keys.
std::unique_ptr<HttpFetcher> provider_fetcher(ConfigReader& config);

// The registration there, with its secret.
OpenIdClient openid_client(ConfigReader& config);

}  // namespace latchkey
