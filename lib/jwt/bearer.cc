#include "lib/jwt/bearer.h"

#include <algorithm>

#include "lib/base/text.h"

namespace latchkey {

std::string_view bearer_token(const Request& request) {
  constexpr std::string_view kScheme = "Bearer";
  const std::string_view value = request.authorization;
  const std::size_t scheme_end = std::min(value.find(' '), value.size());
  std::string_view token = value.substr(scheme_end);
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  return equals_ignoring_case(value.substr(0, scheme_end), kScheme) ? token : std::string_view();
}

Result<AccessClaims> authenticate(const Request& request, AccessTokenVerifier& verifier) {
  const std::string_view token = bearer_token(request);
  if (token.empty()) {
    return Error::of(ErrorCode::kAccessTokenMissing, "no bearer token");
  }
  return verifier.verify(token);
}

}  // namespace latchkey
