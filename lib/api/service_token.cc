#include "lib/api/service_token.h"

#include <string_view>

#include "lib/jwt/bearer.h"

namespace latchkey {
namespace {

constexpr std::string_view kPrefix = "lks_";
constexpr std::size_t kBytes = 32;

}  // namespace

std::string new_service_token() {
  std::string bytes(kBytes, '\0');
  random_bytes(bytes.data(), bytes.size());
  return std::string(kPrefix) + base64url(bytes);
}

Result<ServiceCaller> service_caller(const Request& request) {
  const std::string_view token = bearer_token(request);
  const bool is_ours = token.starts_with(kPrefix);
  const auto bytes = from_base64url(is_ours ? token.substr(kPrefix.size()) : std::string_view());
  if (!bytes || bytes->size() != kBytes) {
    return Error::of(ErrorCode::kServiceTokenInvalid, "no token of a service");
  }
  return ServiceCaller{sha256(token), client_of(request)};
}

}  // namespace latchkey
