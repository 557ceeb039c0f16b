// What the calls on behalf of a signed-in user share. The stored function itself finds the session
// live and tells row-level security who is calling.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "db/calls/row.h"
#include "lib/api/page.h"
#include "lib/base/result.h"
#include "lib/http/input.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// The error that an outcome other than success stands for, the same in all tenant functions:
// kSessionRevoked, kOnboardingRequired, kInsufficientCredits, kNotFound; kValidationFailed and
// kInvalidRequest with the field.
Error tenant_error(const Row& row, std::string_view outcome);

// Calls a function whose first column is its outcome: the row where that is `success`, or
// tenant_error().
Result<Row> call_for_row(Caller& db, const Statement& statement, std::span<const Param> params,
                         std::string_view success);

// The same for a function that returns (outcome, JSON): the JSON as text.
Result<std::string> call_for_json(Caller& db, const Statement& statement,
                                  std::span<const Param> params, std::string_view success);

// The same for a function of (session, user, limit, before): a row that begins with outcome, items
// and next; and the page that such a row holds.
Result<Row> call_for_page(Caller& db, const Statement& statement, const AccessClaims& who,
                          const PageStart& start);
Result<Page> page_of(Result<Row> row);

}  // namespace latchkey
