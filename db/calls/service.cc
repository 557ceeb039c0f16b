#include "db/calls/service.h"

#include <array>
#include <utility>

#include "db/calls/row.h"

namespace latchkey {
namespace {

struct Refusal {
  std::string_view outcome;
  ErrorCode code;
  const char* detail;
};

constexpr std::array kRefusals = {
    Refusal{"service_token_invalid", ErrorCode::kServiceTokenInvalid, "no service has this token"},
    Refusal{"insufficient_credits", ErrorCode::kInsufficientCredits, "not enough credits"},
    Refusal{"unknown", ErrorCode::kNotFound, "no such account, hold or analysis"},
    Refusal{"hold_expired", ErrorCode::kHoldExpired, "the hold has expired"},
    Refusal{"hold_released", ErrorCode::kHoldReleased, "the hold was released"},
    Refusal{"hold_settled", ErrorCode::kHoldSettled, "the hold was settled"},
    Refusal{"lease_lost", ErrorCode::kLeaseLost, "another claim, or an end, came between"},
};

Error refusal_of(const Row& row, std::string_view outcome, const char* scope) {
  for (const Refusal& refusal : kRefusals) {
    if (refusal.outcome == outcome) return Error::of(refusal.code, refusal.detail);
  }
  if (outcome == "scope_missing") {
    return {ErrorCode::kScopeMissing,
            std::string("without ") + scope,
            {{"scope", std::string("must include ") + scope}}};
  }
  if (outcome == "conflict") {
    return {ErrorCode::kValidationFailed,
            "another request",
            {{"Idempotency-Key", "was used before, for another request"}}};
  }
  if (outcome == "too_much") {
    return {ErrorCode::kValidationFailed, "amount", {{"amount", "must not be more than is held"}}};
  }
  return row.unexpected(outcome);
}

}  // namespace

Result<std::string> call_service(Caller& db, const ServiceStatement& statement,
                                 std::span<const Param> params) {
  auto row = Row::of_call(db, statement.statement, params);
  if (!row) return row.error();
  const std::string outcome = row->text(0);
  if (outcome != "made" && outcome != "done" && outcome != "found") {
    return refusal_of(*row, outcome, statement.scope);
  }
  std::string answer = row->text(1);
  if (auto sound = row->finish(); !sound) return sound.error();
  return answer;
}

}  // namespace latchkey
