// Asks for an analysis and spends one credit on it, both or neither; idempotently.
#pragma once

#include <optional>
#include <string>

#include "db/calls/tenant.h"

namespace latchkey {

struct NewAnalysis {
  std::string title;
  std::optional<std::string> lead_id;  // a UUID
  std::optional<std::string> input;    // JSON object
};

// The analysis as JSON, ready to send. kSessionRevoked, kOnboardingRequired, kInsufficientCredits;
// kValidationFailed where the lead is none of the caller's, or the attempt's key was used for
// another request.
Result<std::string> analysis_create(Caller& db, const AccessClaims& who,
                                    const NewAnalysis& analysis, const Attempt& attempt);

}  // namespace latchkey
