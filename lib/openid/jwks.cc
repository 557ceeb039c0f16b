#include "lib/openid/jwks.h"

#include <algorithm>
#include <utility>

#include "lib/crypto/rsa.h"
#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kFreshSeconds = 3600;
constexpr UnixSeconds kRefetchSeconds = 60;
constexpr UnixSeconds kFirstRetrySeconds = 1;
constexpr std::size_t kMaxKeys = 64;  // parsing one takes OpenSSL 0.3 ms

// RFC 7517, sections 4.2 to 4.4: what is absent does not restrict.
bool is_for_rs256(const json_t* jwk) {
  if (text_member(jwk, "kty") != "RSA") return false;
  if (has_member(jwk, "use") && text_member(jwk, "use") != "sig") return false;
  if (has_member(jwk, "alg") && text_member(jwk, "alg") != "RS256") return false;
  if (!has_member(jwk, "key_ops")) return true;
  const auto operations = texts_member(jwk, "key_ops");
  return operations &&
         std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

Result<std::string> pem_from_jwk(const json_t* jwk) {
  const auto key = rs256_public_key_from_jwk(text_member(jwk, "n").value_or(""),
                                             text_member(jwk, "e").value_or(""));
  if (!key) return key.error();
  return public_key_pem(**key);
}

}  // namespace

RsaKeys rsa_keys_from_jwks(const json_t* document) {
  RsaKeys keys;
  for (const json_t* jwk : array_member(document, "keys").value_or(std::vector<const json_t*>{})) {
    const auto kid = text_member(jwk, "kid");
    if (!kid || keys.size() == kMaxKeys || !is_for_rs256(jwk)) continue;
    if (auto pem = pem_from_jwk(jwk)) keys.emplace(*kid, std::move(*pem));
  }
  return keys;
}

JwksCache::JwksCache(HttpClient& http, Clock clock) : http_(http), clock_(clock) {}

Result<Done> JwksCache::prepare(const std::string& jwks_uri) {
  const UnixSeconds now = clock_();
  if (freshness_.is_over(now) && pause_.is_over(now)) load(jwks_uri);
  if (keys_.empty()) return *failure_;
  return Done{};
}

Result<std::string_view> JwksCache::pem(const std::string& jwks_uri, std::string_view kid) {
  auto key = keys_.find(kid);
  if (key == keys_.end() && pause_.is_over(clock_())) {
    load(jwks_uri);
    key = keys_.find(kid);
  }
  if (key != keys_.end()) return std::string_view(key->second);
  if (failure_) return *failure_;  // the key may be there: nobody could look
  return fail(ErrorCode::kOauthCodeRejected, "ID token: the provider has no key of that id");
}

void JwksCache::load(const std::string& jwks_uri) {
  const bool is_first = keys_.empty();
  const auto document = fetch_document(http_, jwks_uri);
  RsaKeys keys = document ? rsa_keys_from_jwks(document->get()) : RsaKeys{};
  const UnixSeconds now = clock_();  // after the call, which may have taken its whole time-out
  if (keys.empty()) {
    failure_ = document ? provider_unavailable(jwks_uri + " has no RS256 key") : document.error();
    pause_.start(now, is_first ? kFirstRetrySeconds : kRefetchSeconds);
    return;
  }
  keys_ = std::move(keys);
  failure_.reset();
  freshness_.start(now, kFreshSeconds);
  if (!is_first) pause_.start(now, kRefetchSeconds);
}

}  // namespace latchkey
