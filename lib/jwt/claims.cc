#include "lib/jwt/claims.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/base/text.h"
#include "lib/json/members.h"

namespace latchkey {
namespace {

// 9999-12-31T23:59:59Z. Sums with the skew can't overflow below it.
constexpr UnixSeconds kLastTime = 253'402'300'799;

Error invalid(const char* why) { return Error::of(ErrorCode::kAccessTokenInvalid, why); }

// A NumericDate in whole seconds, as all our tokens have them; nothing for a float, a negative
// number or one past the year 9999.
std::optional<UnixSeconds> time_member(const json_t* payload, const char* name) {
  const auto time = integer_member(payload, name);
  if (!time || *time < 0 || *time > kLastTime) return std::nullopt;
  return time;
}

// A string or an array of strings (RFC 7519, section 4.1.3).
bool is_for(const json_t* payload, std::string_view audience) {
  if (text_member(payload, "aud") == audience) return true;
  const auto all = texts_member(payload, "aud");
  return all && std::find(all->begin(), all->end(), audience) != all->end();
}

bool has_text(const json_t* payload, const char* name) {
  return !text_member(payload, name).value_or("").empty();
}

// A member that is a UUID, or nothing.
std::optional<std::string> id_member(const json_t* payload, const char* name) {
  const auto id = text_member(payload, name);
  if (!id || !is_uuid(*id)) return std::nullopt;
  return std::string(*id);
}

// What is wrong with a token that is valid from nbf until exp, or nothing.
std::optional<Error> problem_with_times(const json_t* payload, UnixSeconds now) {
  if (!time_member(payload, "iat")) return invalid("iat");
  const auto expires_at = time_member(payload, "exp");
  if (!expires_at) return invalid("exp");
  if (has_member(payload, "nbf")) {
    const auto not_before = time_member(payload, "nbf");
    if (!not_before || *not_before > now + kClockSkewSeconds) return invalid("nbf");
  }
  if (now >= *expires_at + kClockSkewSeconds) {
    return Error::of(ErrorCode::kAccessTokenExpired, "exp is past");
  }
  return std::nullopt;
}

}  // namespace

Result<AccessClaims> read_access_claims(const json_t* payload, const AccessTokenSettings& settings,
                                        UnixSeconds now) {
  if (text_member(payload, "iss") != settings.issuer) return invalid("iss");
  if (!is_for(payload, settings.audience)) return invalid("aud");
  if (!has_text(payload, "client_id")) return invalid("client_id");
  if (!has_text(payload, "jti")) return invalid("jti");

  auto user_id = id_member(payload, "sub");
  auto session_id = id_member(payload, "sid");
  auto account_id = id_member(payload, "account_id");
  if (!user_id) return invalid("sub");
  if (!session_id) return invalid("sid");
  if (!account_id) return invalid("account_id");

  const auto onboarding_completed = boolean_member(payload, "onboarding_completed");
  if (!onboarding_completed) return invalid("onboarding_completed");
  if (auto problem = problem_with_times(payload, now)) return *problem;
  return AccessClaims{std::move(*user_id), std::move(*session_id), std::move(*account_id),
                      *onboarding_completed, *time_member(payload, "exp")};
}

}  // namespace latchkey
