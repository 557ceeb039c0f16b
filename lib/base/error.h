// What can go wrong and is expected to: a closed set of codes. lib/http/problem.h gives each its
// status, title and sentence; the detail is for the log and never reaches a client.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace latchkey {

enum class ErrorCode {
  kInvalidRequest,
  kUnsupportedMediaType,
  kPayloadTooLarge,
  kValidationFailed,
  kNotFound,
  kMethodNotAllowed,
  kForbidden,
  kCrossSiteRequest,
  kAccessTokenMissing,
  kAccessTokenInvalid,
  kAccessTokenExpired,
  kSessionRevoked,
  kRefreshTokenInvalid,
  kRefreshTokenExpired,
  kRefreshTokenReused,
  kOauthCodeRejected,
  kOauthClientRejected,
  kEmailNotVerified,
  kDomainNotAllowed,
  kIdentityProviderUnavailable,
  kOnboardingRequired,
  kOnboardingIncomplete,
  kInsufficientCredits,
  kServiceTokenInvalid,
  kScopeMissing,
  kHoldExpired,
  kHoldReleased,
  kHoldSettled,
  kLeaseLost,
  kUnavailable,
  kInternal,
};

// One input field and what is wrong with it, as a sentence for a person. Reaches the client.
struct FieldError {
  std::string field;
  std::string error;
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string detail;              // for the log; never holds a token, code or secret
  std::vector<FieldError> fields;  // for input errors only

  static Error of(ErrorCode code, std::string detail) { return {code, std::move(detail), {}}; }
};

}  // namespace latchkey
