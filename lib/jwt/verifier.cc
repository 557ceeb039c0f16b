#include <cstring>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "lib/base/text.h"
#include "lib/json/json.h"
#include "lib/json/members.h"
#include "lib/jwt/access_token.h"
#include "lib/jwt/claims.h"
#include "lib/jwt/compact_jws.h"

namespace latchkey {
namespace {

Error invalid(const char* why) { return Error::of(ErrorCode::kAccessTokenInvalid, why); }

// RFC 9068, section 4: media types, so in either case and with or without "application/".
bool is_access_token_type(std::string_view typ) {
  return equals_ignoring_case(typ, "at+jwt") || equals_ignoring_case(typ, "application/at+jwt");
}

// What is wrong with a protected header, or nullptr. The algorithm is ours to say, not the token's;
// jku, jwk, x5u and x5c, by which a token would bring its own key, are not looked at.
const char* header_problem(const json_t* header) {
  if (text_member(header, "alg") != "ES256") return "alg";
  if (!is_access_token_type(text_member(header, "typ").value_or(""))) return "typ";
  // No extension is understood here, so there is none that crit may name (RFC 7515, 4.1.11).
  if (has_member(header, "crit")) return "crit";
  return nullptr;
}

// An EC P-256 key for signatures, with a kid; other keys of a set are passed over.
bool is_es256_jwk(const json_t* jwk) {
  const auto is_absent_or = [&](const char* name, std::string_view value) {
    return !has_member(jwk, name) || text_member(jwk, name) == value;
  };
  return text_member(jwk, "kty") == "EC" && text_member(jwk, "crv") == "P-256" &&
         !text_member(jwk, "kid").value_or("").empty() && is_absent_or("alg", "ES256") &&
         is_absent_or("use", "sig");
}

}  // namespace

Result<AccessTokenVerifier> AccessTokenVerifier::create(std::string_view jwks,
                                                        AccessTokenSettings settings, Clock clock) {
  const auto set = parse_json(jwks);
  if (!set) return Error::of(ErrorCode::kInternal, "the JWK set is " + set.error().detail);

  AccessTokenVerifier verifier;
  const auto keys = array_member(set->get(), "keys").value_or(std::vector<const json_t*>());
  for (const json_t* jwk : keys) {
    if (!is_es256_jwk(jwk)) continue;
    const std::string kid(*text_member(jwk, "kid"));
    auto key = es256_public_key_from_jwk(text_member(jwk, "x").value_or(""),
                                         text_member(jwk, "y").value_or(""));
    if (!key) return Error::of(ErrorCode::kInternal, "JWK " + kid + ": " + key.error().detail);
    if (!verifier.keys_.try_emplace(kid, std::move(*key)).second) {
      return Error::of(ErrorCode::kInternal, "the JWK set has two keys with the kid " + kid);
    }
  }
  if (verifier.keys_.empty())
    return Error::of(ErrorCode::kInternal, "the JWK set has no ES256 key");
  verifier.settings_ = std::move(settings);
  verifier.clock_ = clock;
  return verifier;
}

Result<AccessClaims> AccessTokenVerifier::verify(std::string_view token) {
  if (token.size() > kAccessTokenMaxBytes) return invalid("over 4 KiB");
  const UnixSeconds now = clock_();
  const Sha256 digest = sha256(token);
  if (const auto known = verified_.find(digest); known != verified_.end()) {
    if (now < known->second.expires_at) return known->second;
    verified_.erase(known);
  }
  auto claims = verify_anew(token, now);
  // One that lives on the skew alone is verified each time, so that nothing is kept past its exp.
  if (claims && now < claims->expires_at) remember(digest, *claims, now);
  return claims;
}

Result<AccessClaims> AccessTokenVerifier::verify_anew(std::string_view token,
                                                      UnixSeconds now) const {
  const auto jws = split_jws(token);
  if (!jws) return invalid("not three parts");

  const JsonPtr header = decode_jws_object(jws->header);
  if (!header) return invalid("the header is not base64url of a JSON object");
  if (const char* problem = header_problem(header.get())) return invalid(problem);
  const auto key = keys_.find(text_member(header.get(), "kid").value_or(""));
  if (key == keys_.end()) return invalid("kid");

  const auto signature = from_base64url(jws->signature);
  if (!signature || !es256_verify(*key->second, jws->signed_text, *signature)) {
    return invalid("signature");
  }
  const JsonPtr payload = decode_jws_object(jws->payload);
  if (!payload) return invalid("the payload is not base64url of a JSON object");
  return read_access_claims(payload.get(), settings_, now);
}

void AccessTokenVerifier::remember(const Sha256& digest, const AccessClaims& claims,
                                   UnixSeconds now) {
  if (verified_.size() >= kRememberedTokens) {
    std::erase_if(verified_, [&](const auto& entry) { return entry.second.expires_at <= now; });
  }
  // Still full: half of them go, whichever they are. Losing one costs a signature check, and
  // halving keeps the sweep above rare.
  if (verified_.size() >= kRememberedTokens) {
    auto keep = verified_.begin();
    std::advance(keep, kRememberedTokens / 2);
    verified_.erase(verified_.begin(), keep);
  }
  verified_.emplace(digest, claims);
}

std::size_t AccessTokenVerifier::DigestHash::operator()(const Sha256& digest) const noexcept {
  std::size_t hash;
  std::memcpy(&hash, digest.data(), sizeof hash);  // SHA-256 is as good a hash as any
  return hash;
}

}  // namespace latchkey
