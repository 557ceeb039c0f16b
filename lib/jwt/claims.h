// What a token's payload must say, once its signature has been verified. Used by the verifier only.
#pragma once

#include "lib/json/json.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

// kAccessTokenInvalid where a claim is missing, of another type or not ours; kAccessTokenExpired
// where all is right but the time is over at `now` (with kClockSkewSeconds of grace).
Result<AccessClaims> read_access_claims(const json_t* payload, const AccessTokenSettings& settings,
                                        UnixSeconds now);

}  // namespace latchkey
