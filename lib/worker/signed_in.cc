#include "lib/worker/signed_in.h"

#include "lib/jwt/bearer.h"

namespace latchkey {

Result<Response> SignedIn::answer(const Request& request, SignedInHandle handle) {
  const auto who = authenticate(request, verifier);
  if (!who) return who.error();
  return handle(request, *who, db);
}

Result<Response> answer_service(const Request& request, Caller& db, ServiceHandle handle) {
  const auto who = service_caller(request);
  if (!who) return who.error();
  return handle(request, *who, db);
}

}  // namespace latchkey
