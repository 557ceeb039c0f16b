#include "lib/worker/signed_in.h"

#include <utility>

#include "lib/worker/from_config.h"

namespace latchkey {

Result<SignedIn> SignedIn::create(Services& services) {
  auto verifier = access_token_verifier(services.config);
  if (!verifier) return verifier.error();
  return SignedIn{services.db, std::move(*verifier)};
}

}  // namespace latchkey
