#include "db/calls/tenant.h"

#include "lib/api/cursor.h"

namespace latchkey {
namespace {

Error not_valid(const char* field, const char* error) {
  return {ErrorCode::kValidationFailed, "fields not valid", {{field, error}}};
}

}  // namespace

Error tenant_error(const Row& row, std::string_view outcome) {
  if (outcome == "revoked") return Error::of(ErrorCode::kSessionRevoked, "the session has ended");
  if (outcome == "unknown") return Error::of(ErrorCode::kNotFound, "not there for this user");
  if (outcome == "invalid_cursor") return invalid_cursor();
  if (outcome == "onboarding_required") {
    return Error::of(ErrorCode::kOnboardingRequired, "onboarding is not completed");
  }
  if (outcome == "insufficient_credits") {
    return Error::of(ErrorCode::kInsufficientCredits, "not enough credits");
  }
  if (outcome == "lead_unknown") return not_valid("lead_id", "is not the id of a lead");
  if (outcome == "conflict") {
    return not_valid("Idempotency-Key", "was used before, for another request");
  }
  return row.unexpected(outcome);
}

Result<Row> call_for_row(Caller& db, const Statement& statement, std::span<const Param> params,
                         std::string_view success) {
  auto row = Row::of_call(db, statement, params);
  if (!row) return row;
  if (const std::string outcome = row->text(0); outcome != success)
    return tenant_error(*row, outcome);
  return row;
}

Result<std::string> call_for_json(Caller& db, const Statement& statement,
                                  std::span<const Param> params, std::string_view success) {
  auto row = call_for_row(db, statement, params, success);
  if (!row) return row.error();
  std::string json = row->text(1);
  if (auto sound = row->finish(); !sound) return sound.error();
  return json;
}

Result<Row> call_for_page(Caller& db, const Statement& statement, const AccessClaims& who,
                          const PageStart& start) {
  const Params params{who.session_id, who.user_id, start.limit, start.before};
  return call_for_row(db, statement, params, "ok");
}

Result<Page> page_of(Result<Row> row) {
  if (!row) return row.error();
  Page page{row->text(1), row->optional_text(2)};
  if (auto sound = row->finish(); !sound) return sound.error();
  return page;
}

}  // namespace latchkey
