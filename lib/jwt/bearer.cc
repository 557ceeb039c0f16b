#include "lib/jwt/bearer.h"

#include <algorithm>

#include "lib/base/text.h"

namespace latchkey {

Result<AccessClaims> authenticate(const Request& request, AccessTokenVerifier& verifier) {
  constexpr std::string_view kScheme = "Bearer";
  const std::string_view value = request.authorization;
  const std::size_t scheme_end = std::min(value.find(' '), value.size());
  std::string_view token = value.substr(scheme_end);
  token.remove_prefix(std::min(token.find_first_not_of(' '), token.size()));
  if (!equals_ignoring_case(value.substr(0, scheme_end), kScheme) || token.empty()) {
    return Error::of(ErrorCode::kAccessTokenMissing, "no bearer token");
  }
  return verifier.verify(token);
}

}  // namespace latchkey
