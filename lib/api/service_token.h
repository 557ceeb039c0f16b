// The token of a service: "lks_" and 32 random bytes as 43 characters of base64url. The database
// knows only the SHA-256 of the text. Never log a token.
#pragma once

#include <string>

#include "lib/api/client.h"
#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/http/request.h"

namespace latchkey {

std::string new_service_token();

// Who calls a route of services, before the database has said whether it knows the token.
struct ServiceCaller {
  Sha256 token;  // hash
  Client client;
};

// kServiceTokenInvalid where the request has no token of this form.
Result<ServiceCaller> service_caller(const Request& request);

}  // namespace latchkey
