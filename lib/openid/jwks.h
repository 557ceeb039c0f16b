// The provider's public keys (RFC 7517), kept: a rotation at the provider is noticed by a key id
// that is not here yet, at the cost of one fetch in a minute at most.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/crypto/jws_key.h"
#include "lib/json/json.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/pause.h"

namespace latchkey {

// A public key of the provider, made once when the set is loaded.
struct ProviderKey {
  std::optional<std::string> kid;
  std::optional<JwsAlgorithm> only;  // where the JWK names one algorithm
  EvpKey key;
};
using ProviderKeys = std::vector<ProviderKey>;

// The keys of a JWK set that can verify an ID token. Others (another type, use or algorithm, a weak
// modulus) are passed over.
ProviderKeys keys_from_jwks(const json_t* document);

// The first key with that kid which serves `algorithm`; without a kid, the one key that does. Null
// where there is none, or several without a kid to tell them apart.
const EVP_PKEY* find_key(const ProviderKeys& keys, const std::optional<std::string>& kid,
                         JwsAlgorithm algorithm);

class JwksCache {
 public:
  // `http` outlives this.
  JwksCache(HttpFetcher& http, Clock clock);

  // Loads the keys where there are none, and again after an hour, so that a withdrawn key goes.
  // kIdentityProviderUnavailable where there are none after that.
  Result<Done> prepare(const std::string& jwks_uri);

  // As find_key(), good until the next call. Where there is none the keys are fetched, unless they
  // were within 60 s (the first load does not count). While fetches fail the keys at hand serve on.
  // kOauthCodeRejected where the provider has no such key, kIdentityProviderUnavailable where it
  // could not be asked.
  Result<const EVP_PKEY*> key(const std::string& jwks_uri, const std::optional<std::string>& kid,
                              JwsAlgorithm algorithm);

 private:
  void load(const std::string& jwks_uri);

  HttpFetcher& http_;
  Clock clock_;
  Pause freshness_;  // since the keys were loaded
  Pause pause_;      // until a fetch is allowed again
  ProviderKeys keys_;
  std::optional<Error> failure_;  // of the last fetch
};

}  // namespace latchkey
