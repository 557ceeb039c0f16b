// The form and the signature of an ID token: a JWT in compact JWS (RFC 7515, RFC 7519), signed with
// RS256, PS256, ES256, ES384 or EdDSA by a key of that type.
//
// libjwt reads the claims, and sees a token only after its form was checked here: alone it would
// follow the token's own alg, read up to the first byte that is not base64, take the last of two
// equal names, know no crit, and put the token's length on the stack. It never sees a key: 1.10.2
// parses one at each call, which costs twenty times what the check of the signature does.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/crypto/jws_key.h"
#include "lib/json/json.h"

namespace latchkey {

inline constexpr std::size_t kIdTokenMaxBytes = 64 * 1024;

// What a well-formed token says; nothing of it is proved.
struct UnverifiedIdToken {
  JwsAlgorithm algorithm;
  std::optional<std::string> kid;
  JsonPtr claims;            // an object
  std::string signature;     // its bytes
  std::string_view message;  // what was signed, in the token itself
};

// kOauthCodeRejected unless `token` is three canonical base64url parts, header and claims are JSON
// objects without duplicate names, alg is one of the above, typ JWT or absent, kid a text or
// absent, crit absent.
Result<UnverifiedIdToken> read_id_token(std::string_view token);

// kOauthCodeRejected unless `key` is of the type of the token's alg and made the signature.
Result<Done> verify_id_token_signature(const UnverifiedIdToken& token, const EVP_PKEY& key);

}  // namespace latchkey
