#include "handlers/onboarding_progress/handler.h"

#include <utility>

#include "db/calls/onboarding_progress.h"

namespace latchkey {

Result<Response> handle_onboarding_progress(const Request& /*request*/, const AccessClaims& who,
                                            Caller& db) {
  auto progress = onboarding_progress(db, who);
  if (!progress) return progress.error();
  return ok(std::move(*progress));
}

}  // namespace latchkey
