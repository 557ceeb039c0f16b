// The HTTP client for one OpenID provider, by its rules on hosts and TLS.
#pragma once

#include <memory>
#include <string>

#include "lib/base/result.h"
#include "lib/net/http_client.h"

namespace latchkey {

// `issuer` is LATCHKEY_OIDC_ISSUER: https, or http on loopback, and only then are other http
// addresses on loopback taken. `ca_file`: PEM certificates to trust instead of the system's; empty:
// the system's.
Result<std::unique_ptr<HttpClient>> provider_client(const std::string& issuer,
                                                    const std::string& ca_file);

}  // namespace latchkey
