#include "lib/openid/id_token.h"

#include <jwt.h>

#include <memory>
#include <utility>

#include "lib/base/handle.h"
#include "lib/base/text.h"
#include "lib/crypto/crypto.h"
#include "lib/json/members.h"
#include "lib/jwt/compact_jws.h"

namespace latchkey {
namespace {

using Jwt = std::unique_ptr<jwt_t, FreeWith<jwt_free>>;

Error rejected(const char* why) {
  return fail(ErrorCode::kOauthCodeRejected, std::string("ID token: ") + why);
}

// What is wrong with a protected header, or null.
const char* header_fault(const json_t* header) {
  if (text_member(header, "alg") != "RS256") return "alg is not RS256";
  if (has_member(header, "crit")) return "crit is not supported";
  if (has_member(header, "typ") &&
      !equals_ignoring_case(text_member(header, "typ").value_or(""), "JWT")) {
    return "typ is not JWT";
  }
  if (text_member(header, "kid").value_or("").empty()) return "no kid";
  return nullptr;
}

}  // namespace

Result<UnverifiedIdToken> read_id_token(std::string_view token) {
  if (token.size() > kIdTokenMaxBytes) return rejected("too long");
  const auto jws = split_jws(token);
  if (!jws) return rejected("not three parts");
  const JsonPtr header = decode_jws_object(jws->header);
  JsonPtr claims = decode_jws_object(jws->payload);
  const auto signature = from_base64url(jws->signature);
  if (!header || !claims || !signature || signature->empty()) return rejected("malformed");
  if (const char* fault = header_fault(header.get())) return rejected(fault);
  return UnverifiedIdToken{std::string(*text_member(header.get(), "kid")), std::move(claims)};
}

Result<Done> verify_id_token_signature(const std::string& token, std::string_view pem) {
  // With an empty key libjwt would verify nothing.
  if (pem.empty()) return rejected("no key");
  jwt_t* decoded = nullptr;
  const int fault =
      jwt_decode(&decoded, token.c_str(), reinterpret_cast<const unsigned char*>(pem.data()),
                 static_cast<int>(pem.size()));
  const Jwt jwt(decoded);
  if (fault != 0 || !jwt || jwt_get_alg(jwt.get()) != JWT_ALG_RS256) {
    return rejected("the signature does not verify");
  }
  return Done{};
}

}  // namespace latchkey
