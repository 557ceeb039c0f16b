#include "db/calls/onboarding_complete.h"

#include <algorithm>
#include <utility>

namespace latchkey {
namespace {

constexpr Statement kOnboardingComplete{
    "onboarding_complete",
    "SELECT outcome, account_id,"
    " (SELECT string_agg(field, ',') FROM json_array_elements_text(missing) AS m (field))"
    " FROM latchkey_api.onboarding_complete($1, $2, $3, $4, $5, $6)"};

// `missing`: names of fields, separated by commas.
Error incomplete(std::string_view missing) {
  Error error = Error::of(ErrorCode::kOnboardingIncomplete, "profile fields are missing");
  while (!missing.empty()) {
    const auto end = std::min(missing.find(','), missing.size());
    error.fields.push_back({std::string(missing.substr(0, end)), "is required"});
    missing.remove_prefix(std::min(end + 1, missing.size()));
  }
  return error;
}

}  // namespace

Result<std::string> onboarding_complete(Caller& db, const AccessClaims& who,
                                        std::string_view profile, const Client& client) {
  const Params params{who.session_id, who.user_id,       profile,
                      client.ip,      client.user_agent, client.request_id};
  auto row = Row::of_call(db, kOnboardingComplete, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (outcome == "incomplete") return incomplete(row->text(2));
  if (outcome != "completed") return tenant_error(*row, outcome);
  std::string account_id = row->text(1);
  if (auto sound = row->finish(); !sound) return sound.error();
  return account_id;
}

}  // namespace latchkey
