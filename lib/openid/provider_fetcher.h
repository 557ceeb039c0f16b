// The HTTP client for one OpenID provider, by its rules on hosts and TLS.
#pragma once

#include <memory>

#include "lib/config/config.h"
#include "lib/net/http_fetcher.h"

namespace latchkey {

// For LATCHKEY_OIDC_ISSUER: https, or http on loopback, and only then are other http addresses on
// loopback taken. Trusts the certificates of LATCHKEY_OIDC_CA_FILE where that is set, instead of
// the system's. Nothing where the reader has a problem with these keys.
std::unique_ptr<HttpFetcher> provider_fetcher(ConfigReader& config);

}  // namespace latchkey
