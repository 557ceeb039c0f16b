// This installation's registration at one OpenID provider, and what of the provider's it takes; all
// of it is configuration.
#pragma once

#include <string>
#include <vector>

#include "lib/crypto/jws_key.h"
#include "lib/openid/id_claims.h"

namespace latchkey {

// How the client proves itself at the token endpoint (RFC 6749, section 2.3.1).
enum class ClientAuth {
  kAuto,   // as discovery lists; after a 401 the other way once
  kBasic,  // in the Authorization header
  kPost,   // in the body
};

struct OpenIdClient {
  IdClaimRules rules;  // the issuer and the client id are here
  std::string secret;
  ClientAuth auth = ClientAuth::kAuto;
  std::vector<JwsAlgorithm> algorithms = {
      JwsAlgorithm::kRs256, JwsAlgorithm::kPs256, JwsAlgorithm::kEs256, JwsAlgorithm::kEs384,
      JwsAlgorithm::kEdDsa};  // that ID tokens may be signed with
};

}  // namespace latchkey
