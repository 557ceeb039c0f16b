#include "handlers/onboarding_progress/handler.h"

#include <utility>

#include "db/calls/onboarding_progress.h"
#include "lib/jwt/bearer.h"

namespace latchkey {

Result<Response> handle_onboarding_progress(const Request& request, SignedIn& context) {
  const auto who = authenticate(request, context.verifier);
  if (!who) return who.error();

  auto progress = onboarding_progress(context.db, *who);
  if (!progress) return progress.error();
  return ok(std::move(*progress));
}

}  // namespace latchkey
