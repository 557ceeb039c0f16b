#include "lib/openid/jwks.h"

#include <algorithm>
#include <utility>

#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kFreshSeconds = 3600;
constexpr UnixSeconds kRefetchSeconds = 60;
constexpr UnixSeconds kFirstRetrySeconds = 1;

// RFC 7517, sections 4.2 and 4.3: what is absent does not restrict.
bool is_for_signatures(const json_t* jwk) {
  if (has_member(jwk, "use") && text_member(jwk, "use") != "sig") return false;
  if (!has_member(jwk, "key_ops")) return true;
  const auto operations = texts_member(jwk, "key_ops");
  return operations &&
         std::find(operations->begin(), operations->end(), "verify") != operations->end();
}

std::optional<ProviderKey> key_from_jwk(const json_t* jwk) {
  const auto member = [&](const char* name) { return text_member(jwk, name).value_or(""); };
  std::optional<JwsAlgorithm> only;
  if (has_member(jwk, "alg")) {
    only = jws_algorithm(member("alg"));
    if (!only) return std::nullopt;
  }
  if (!is_for_signatures(jwk)) return std::nullopt;
  auto key = public_key_from_jwk(
      {member("kty"), member("crv"), member("n"), member("e"), member("x"), member("y")});
  if (!key || (only && !is_key_for(*only, **key))) return std::nullopt;
  const auto kid = text_member(jwk, "kid");
  return ProviderKey{kid ? std::optional<std::string>(*kid) : std::nullopt, only, std::move(*key)};
}

bool serves(const ProviderKey& key, JwsAlgorithm algorithm) {
  return key.only.value_or(algorithm) == algorithm && is_key_for(algorithm, *key.key);
}

}  // namespace

ProviderKeys keys_from_jwks(const json_t* document) {
  ProviderKeys keys;
  for (const json_t* jwk : array_member(document, "keys").value_or(std::vector<const json_t*>{})) {
    if (auto key = key_from_jwk(jwk)) keys.push_back(std::move(*key));
  }
  return keys;
}

const EVP_PKEY* find_key(const ProviderKeys& keys, const std::optional<std::string>& kid,
                         JwsAlgorithm algorithm) {
  const EVP_PKEY* found = nullptr;
  for (const ProviderKey& key : keys) {
    if (!serves(key, algorithm) || (kid && key.kid != kid)) continue;
    if (kid) return key.key.get();
    if (found) return nullptr;
    found = key.key.get();
  }
  return found;
}

JwksCache::JwksCache(HttpFetcher& http, Clock clock) : http_(http), clock_(clock) {}

Result<Done> JwksCache::prepare(const std::string& jwks_uri) {
  const UnixSeconds now = clock_();
  if (freshness_.is_over(now) && pause_.is_over(now)) load(jwks_uri);
  if (keys_.empty()) return *failure_;
  return Done{};
}

Result<const EVP_PKEY*> JwksCache::key(const std::string& jwks_uri,
                                       const std::optional<std::string>& kid,
                                       JwsAlgorithm algorithm) {
  const EVP_PKEY* key = find_key(keys_, kid, algorithm);
  if (!key && pause_.is_over(clock_())) {
    load(jwks_uri);
    key = find_key(keys_, kid, algorithm);
  }
  if (key) return key;
  if (failure_) return *failure_;  // the key may be there: nobody could look
  return Error::of(ErrorCode::kOauthCodeRejected,
                   kid ? "ID token: the provider has no key of that id for its alg"
                       : "ID token: no kid, and not one key of the provider for its alg");
}

void JwksCache::load(const std::string& jwks_uri) {
  const bool is_first = keys_.empty();
  const auto document = fetch_document(http_, jwks_uri);
  ProviderKeys keys = document ? keys_from_jwks(document->get()) : ProviderKeys{};
  const UnixSeconds now = clock_();  // after the call, which may have taken its whole time-out
  if (keys.empty()) {
    failure_ =
        document ? provider_unavailable(jwks_uri + " has no key for ID tokens") : document.error();
    pause_.start(now, is_first ? kFirstRetrySeconds : kRefetchSeconds);
    return;
  }
  keys_ = std::move(keys);
  failure_.reset();
  freshness_.start(now, kFreshSeconds);
  if (!is_first) pause_.start(now, kRefetchSeconds);
}

}  // namespace latchkey
