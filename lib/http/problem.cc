#include "lib/http/problem.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "lib/base/text.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr const char* kRetryAfterSeconds = "1";
constexpr std::size_t kMaxFieldsNamed = 20;
constexpr std::size_t kMaxFieldCharacters = 100;

struct Row {
  ErrorCode code;
  ProblemKind kind;
};

// In the order of ErrorCode. nginx/snippets/problems.conf says the same of its own errors.
constexpr std::array kRows = {
    Row{ErrorCode::kInvalidRequest,
        {400, "invalid_request", "Invalid request", "The request can't be understood."}},
    Row{ErrorCode::kUnsupportedMediaType,
        {415, "unsupported_media_type", "Unsupported media type",
         "The body must be JSON, sent as application/json."}},
    Row{ErrorCode::kPayloadTooLarge,
        {413, "payload_too_large", "Payload too large", "The request is larger than 64 KiB."}},
    Row{ErrorCode::kValidationFailed,
        {422, "validation_failed", "Validation failed", "Some of the values are not accepted."}},
    Row{ErrorCode::kNotFound, {404, "not_found", "Not found", "There is nothing here."}},
    Row{ErrorCode::kMethodNotAllowed,
        {405, "method_not_allowed", "Method not allowed",
         "This URL does not support that method."}},
    Row{ErrorCode::kForbidden, {403, "forbidden", "Forbidden", "This request is not allowed."}},
    Row{ErrorCode::kCrossSiteRequest,
        {403, "cross_site_request", "Forbidden",
         "Another site made the browser send this request, so it was refused."}},
    Row{ErrorCode::kAccessTokenMissing,
        {401, "access_token_missing", "Unauthorized", "Sign in to do this."}},
    Row{ErrorCode::kAccessTokenInvalid,
        {401, "access_token_invalid", "Unauthorized", "The access token is not valid."}},
    Row{ErrorCode::kAccessTokenExpired,
        {401, "access_token_expired", "Unauthorized", "The access token has expired."}},
    Row{ErrorCode::kSessionRevoked,
        {401, "session_revoked", "Unauthorized", "This session has ended; sign in again."}},
    Row{ErrorCode::kRefreshTokenInvalid,
        {401, "refresh_token_invalid", "Unauthorized", "The refresh token is not valid."}},
    Row{ErrorCode::kRefreshTokenExpired,
        {401, "refresh_token_expired", "Unauthorized", "The session has expired; sign in again."}},
    Row{ErrorCode::kRefreshTokenReused,
        {401, "refresh_token_reused", "Unauthorized",
         "The refresh token was used before; sign in again."}},
    Row{ErrorCode::kOauthCodeRejected,
        {400, "oauth_code_rejected", "Sign-in rejected",
         "The sign-in could not be completed; start it again."}},
    Row{ErrorCode::kOauthClientRejected,
        {500, "oauth_client_rejected", "Sign-in is not set up",
         "The sign-in is not configured correctly on our side. We have been notified."}},
    Row{ErrorCode::kEmailNotVerified,
        {403, "email_not_verified", "Forbidden",
         "The identity provider does not say that this e-mail address is verified."}},
    Row{ErrorCode::kDomainNotAllowed,
        {403, "domain_not_allowed", "Forbidden",
         "Accounts of this organisation can't sign in here."}},
    Row{ErrorCode::kIdentityProviderUnavailable,
        {503, "identity_provider_unavailable", "Service unavailable",
         "The identity provider cannot be reached. Try again in a few seconds."}},
    Row{ErrorCode::kOnboardingRequired,
        {403, "onboarding_required", "Forbidden", "Complete the onboarding first."}},
    Row{ErrorCode::kOnboardingIncomplete,
        {422, "onboarding_incomplete", "Onboarding incomplete",
         "Some of the onboarding's fields are still missing."}},
    Row{ErrorCode::kInsufficientCredits,
        {402, "insufficient_credits", "Payment required", "There are not enough credits."}},
    Row{ErrorCode::kServiceTokenInvalid,
        {401, "service_token_invalid", "Unauthorized", "The service token is not valid."}},
    Row{ErrorCode::kScopeMissing,
        {403, "scope_missing", "Forbidden", "The service does not have the scope for this."}},
    Row{ErrorCode::kHoldExpired,
        {409, "hold_expired", "Conflict",
         "The hold has expired, and there are not enough credits for it any more."}},
    Row{ErrorCode::kHoldReleased,
        {409, "hold_released", "Conflict", "The hold was released before."}},
    Row{ErrorCode::kHoldSettled, {409, "hold_settled", "Conflict", "The hold was settled before."}},
    Row{ErrorCode::kLeaseLost,
        {409, "lease_lost", "Conflict", "The analysis is not leased under this fence any more."}},
    Row{ErrorCode::kUnavailable,
        {503, "unavailable", "Service unavailable",
         "The service is not available at the moment. Try again in a few seconds."}},
    Row{ErrorCode::kInternal,
        {500, "internal", "Internal error", "Something went wrong on our side."}},
};

constexpr bool in_order_of_codes() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i) return false;
  }
  return kRows.size() == static_cast<std::size_t>(ErrorCode::kInternal) + 1;
}
static_assert(in_order_of_codes());

// A client's own names come back in `fields`, so it must not get more back than it sent.
JsonArray json_of(const std::vector<FieldError>& fields) {
  JsonArray list;
  for (std::size_t i = 0; i < std::min(fields.size(), kMaxFieldsNamed); ++i) {
    list.object(JsonObject()
                    .text("field", first_characters(fields[i].field, kMaxFieldCharacters))
                    .text("error", fields[i].error));
  }
  return list;
}

}  // namespace

const ProblemKind& problem_kind(ErrorCode code) {
  return kRows[static_cast<std::size_t>(code)].kind;
}

Response problem(const Error& error, std::string_view request_id) {
  const ProblemKind& kind = problem_kind(error.code);

  JsonObject json;
  json.text("type", "about:blank")
      .text("title", kind.title)
      .number("status", kind.status)
      .text("detail", kind.error)
      .text("error", kind.error)
      .text("code", kind.code)
      .text("requestId", request_id);
  if (!error.fields.empty()) json.array("fields", json_of(error.fields));

  Response response{kind.status, json.str(), {{"Content-Type", "application/problem+json"}}};
  if (kind.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (kind.status == 503) response.headers.emplace_back("Retry-After", kRetryAfterSeconds);
  return response;
}

}  // namespace latchkey
