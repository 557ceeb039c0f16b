// Makes a lead, idempotently.
#pragma once

#include <optional>
#include <string>

#include "db/calls/tenant.h"

namespace latchkey {

struct NewLead {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> website;
  std::optional<std::string> notes;
};

// The lead as JSON, ready to send. kSessionRevoked, kOnboardingRequired; kValidationFailed where
// the attempt's key was used for another request.
Result<std::string> lead_create(Caller& db, const AccessClaims& who, const NewLead& lead,
                                const Attempt& attempt);

}  // namespace latchkey
