#include "lib/worker/signed_in.h"

#include "lib/jwt/bearer.h"

namespace latchkey {

Result<Response> SignedIn::answer(const Request& request, SignedInHandle handle) {
  const auto who = authenticate(request, verifier);
  if (!who) return who.error();
  return handle(request, *who, db);
}

}  // namespace latchkey
