// The form and the signature of an ID token: a JWT in compact JWS (RFC 7515, RFC 7519), RS256 only.
// libjwt 1.10.2 verifies the signature, and sees a token only after read_id_token() has taken it:
// alone it would follow the token's own alg, read up to the first byte that is no base64, take the
// last of two equal names, know no crit, and put the token's length on the stack.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/json/json.h"

namespace latchkey {

inline constexpr std::size_t kIdTokenMaxBytes = 16 * 1024;

// What a well-formed token says; nothing of it is proved.
struct UnverifiedIdToken {
  std::string kid;
  JsonPtr claims;  // an object
};

// kOauthCodeRejected unless `token` is three canonical base64url parts, header and claims are JSON
// objects without duplicate names, alg is RS256, typ JWT or absent, kid present, crit absent.
Result<UnverifiedIdToken> read_id_token(std::string_view token);

// kOauthCodeRejected unless `pem` made the signature. Precondition: read_id_token took `token`.
Result<Done> verify_id_token_signature(const std::string& token, std::string_view pem);

}  // namespace latchkey
