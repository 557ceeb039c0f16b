#include "lib/openid/id_token.h"

#include <jwt.h>

#include <cstdlib>
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
using JwtText = std::unique_ptr<char, FreeWith<std::free>>;

Error rejected(const char* why) {
  return Error::of(ErrorCode::kOauthCodeRejected, std::string("ID token: ") + why);
}

// What is wrong with a protected header, or null.
const char* header_problem(const json_t* header) {
  if (!jws_algorithm(text_member(header, "alg").value_or(""))) return "alg is not supported";
  if (has_member(header, "crit")) return "crit is not supported";
  if (has_member(header, "typ") &&
      !equals_ignoring_case(text_member(header, "typ").value_or(""), "JWT")) {
    return "typ is not JWT";
  }
  if (has_member(header, "kid") && text_member(header, "kid").value_or("").empty()) {
    return "kid is not a text";
  }
  return nullptr;
}

// The claims as libjwt reads them. It is given the payload under a header of ours, without a
// signature and without a key: 1.10.2 knows neither PS256 nor EdDSA, and would refuse their header.
JsonPtr claims_in(std::string_view payload) {
  const std::string unsigned_token =
      base64url(R"({"alg":"none"})").append(".").append(payload).append(".");
  jwt_t* decoded = nullptr;
  const int error = jwt_decode(&decoded, unsigned_token.c_str(), nullptr, 0);
  const Jwt jwt(decoded);
  if (error != 0 || !jwt) return nullptr;
  const JwtText text(jwt_get_grants_json(jwt.get(), nullptr));
  if (!text) return nullptr;
  auto claims = parse_json(text.get());
  return claims ? std::move(*claims) : nullptr;
}

}  // namespace

Result<UnverifiedIdToken> read_id_token(std::string_view token) {
  if (token.size() > kIdTokenMaxBytes) return rejected("too long");
  const auto jws = split_jws(token);
  if (!jws) return rejected("not three parts");
  const JsonPtr header = decode_jws_object(jws->header);
  auto signature = from_base64url(jws->signature);
  // Strictly first, since libjwt forgives much.
  if (!header || !decode_jws_object(jws->payload) || !signature || signature->empty()) {
    return rejected("malformed");
  }
  if (const char* problem = header_problem(header.get())) return rejected(problem);
  JsonPtr claims = claims_in(jws->payload);
  if (!claims) return rejected("libjwt cannot read it");

  const auto kid = text_member(header.get(), "kid");
  return UnverifiedIdToken{*jws_algorithm(*text_member(header.get(), "alg")),
                           kid ? std::optional<std::string>(*kid) : std::nullopt, std::move(claims),
                           std::move(*signature), jws->signed_text};
}

Result<Done> verify_id_token_signature(const UnverifiedIdToken& token, const EVP_PKEY& key) {
  if (!jws_verify(token.algorithm, key, token.message, token.signature)) {
    return rejected("the signature does not verify");
  }
  return Done{};
}

}  // namespace latchkey
