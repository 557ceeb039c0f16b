#include "lib/stripe/answer.h"

#include <optional>
#include <utility>

#include "lib/json/members.h"

namespace latchkey {
namespace {

// Stripe's error object (API reference: errors). Its message may quote what was sent, so it is left
// alone.
struct ErrorCodes {
  bool is_there = false;
  std::string type;
  std::string code;
  std::string param;
};

ErrorCodes codes_in(const json_t* body) {
  const json_t* const error = body ? object_member(body, "error") : nullptr;
  if (!error) return {};
  const auto text = [&](const char* name) {
    return std::string(text_member(error, name).value_or(""));
  };
  return {true, text("type"), text("code"), text("param")};
}

std::string describe(const TransferReply& reply, const ErrorCodes& codes) {
  std::string why = "Stripe answered " + std::to_string(reply.status);
  for (const std::string& part : {codes.type, codes.code, codes.param}) {
    if (!part.empty()) why.append(" ").append(part);
  }
  if (const auto id = reply.field("Request-Id")) why.append(" (").append(*id).append(")");
  return why;
}

// A stored answer comes again whatever happens; a fresh 500 is stored as well. A key that was used
// with other parameters is lost in the same way.
bool is_spent(const TransferReply& reply, const ErrorCodes& codes, std::optional<bool> again) {
  if (reply.status == 400 && codes.type == "idempotency_error") return true;
  if (reply.status < 500) return false;
  return reply.status == 500 || again == false || reply.field("Idempotent-Replayed") == "true";
}

StripeOutcome outcome_of(const TransferReply& reply, const ErrorCodes& codes) {
  const auto said = reply.field("Stripe-Should-Retry");
  const auto again = said == "true"    ? std::optional(true)
                     : said == "false" ? std::optional(false)
                                       : std::nullopt;
  if (is_spent(reply, codes, again)) return StripeOutcome::kSpent;
  if (reply.status >= 500 || reply.status < 400) return StripeOutcome::kRetry;
  if (again == false) return StripeOutcome::kNever;
  if (reply.status == 429) return StripeOutcome::kLimited;
  if (reply.status == 401 || reply.status == 403) return StripeOutcome::kRefused;
  if (again == true || reply.status == 408 || reply.status == 409 || reply.status == 425) {
    return StripeOutcome::kRetry;
  }
  // Without Stripe's error object it was somebody in between who answered.
  return codes.is_there ? StripeOutcome::kNever : StripeOutcome::kRetry;
}

}  // namespace

StripeAnswer judge_stripe(const TransferReply& reply) {
  StripeAnswer answer;
  answer.retry_after = reply.retry_after;
  if (!reply.fault.empty()) {
    answer.why = "no complete answer from Stripe: " + reply.fault;
    return answer;
  }
  auto body = parse_json(reply.body);
  const bool is_object = body && json_is_object(body->get());
  if (reply.status >= 200 && reply.status < 300) {
    answer.outcome = is_object ? StripeOutcome::kDone : StripeOutcome::kRetry;
    if (is_object) {
      answer.body = std::move(*body);
    } else {
      answer.why = "Stripe's answer is not a JSON object";
    }
    return answer;
  }
  const ErrorCodes codes = codes_in(is_object ? body->get() : nullptr);
  answer.outcome = outcome_of(reply, codes);
  answer.is_about_email = codes.code == "email_invalid" || codes.param == "email";
  answer.why = describe(reply, codes);
  return answer;
}

}  // namespace latchkey
