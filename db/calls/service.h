// What the calls on behalf of a service share. The stored function itself finds the token valid and
// writes the audit entry.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "lib/api/service_token.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"
#include "lib/postgres/params.h"

namespace latchkey {

// A function of services and the scope that it asks for.
struct ServiceStatement {
  Statement statement;  // returns (outcome, answer)
  const char* scope;
};

// The answer as JSON, ready to send. kServiceTokenInvalid; kScopeMissing, kValidationFailed with
// the field; kInsufficientCredits, kNotFound, kHoldExpired, kHoldReleased, kHoldSettled,
// kLeaseLost.
Result<std::string> call_service(Caller& db, const ServiceStatement& statement,
                                 std::span<const Param> params);

}  // namespace latchkey
