// RSA public keys of others, for RS256 and PS256 (RFC 7518, sections 3.3 and 3.5), from the members
// of a JWK.
#pragma once

#include <string_view>

#include "lib/base/result.h"
#include "lib/crypto/es256.h"  // EvpKey

namespace latchkey {

// `n` and `e` as in a JWK (RFC 7518, section 6.3.1): base64url of big-endian bytes. kInternal where
// the modulus has fewer than 2,048 or more than 8,192 bits or is even, or the exponent is even, is
// less than 3 or has more than 64 bits.
Result<EvpKey> rsa_public_key_from_jwk(std::string_view n, std::string_view e);

}  // namespace latchkey
