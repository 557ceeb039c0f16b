#include "db/calls/onboarding_save_step.h"

namespace latchkey {
namespace {

// completed: it was too late to save anything, which the progress says as well.
constexpr Statement kOnboardingSaveStep{"onboarding_save_step",
                                        "SELECT replace(outcome, 'completed', 'saved'), progress"
                                        " FROM latchkey_api.onboarding_save_step($1, $2, $3, $4)"};

}  // namespace

Result<std::string> onboarding_save_step(Caller& db, const AccessClaims& who, std::string_view step,
                                         std::string_view data) {
  const Params params{who.session_id, who.user_id, step, data};
  return call_for_json(db, kOnboardingSaveStep, params, "saved");
}

}  // namespace latchkey
