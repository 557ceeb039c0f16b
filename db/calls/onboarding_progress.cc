#include "db/calls/onboarding_progress.h"

namespace latchkey {
namespace {

constexpr Statement kOnboardingProgress{
    "onboarding_progress",
    "SELECT outcome, progress FROM latchkey_api.onboarding_progress($1, $2)"};

}  // namespace

Result<std::string> onboarding_progress(Caller& db, const AccessClaims& who) {
  const Params params{who.session_id, who.user_id};
  return call_for_json(db, kOnboardingProgress, params, "ok");
}

}  // namespace latchkey
