// The provider's public keys (RFC 7517), kept: a rotation at the provider is noticed by a key id
// that is not here yet, at the cost of one fetch in a minute at most.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/json/json.h"
#include "lib/net/http_client.h"
#include "lib/openid/pause.h"

namespace latchkey {

// RS256 keys as PEM, by key id.
using RsaKeys = std::map<std::string, std::string, std::less<>>;

// The keys of a JWK set that can verify RS256. Others (another type, use or algorithm, no kid, a
// weak modulus) are passed over; of two with one kid the first counts.
RsaKeys rsa_keys_from_jwks(const json_t* document);

class JwksCache {
 public:
  // `http` outlives this.
  JwksCache(HttpClient& http, Clock clock);

  // Loads the keys where there are none, and anew after an hour, so that a withdrawn key goes.
  // kIdentityProviderUnavailable where there are none after that.
  Result<Done> prepare(const std::string& jwks_uri);

  // The key as PEM, good until the next call. An unknown `kid` causes a fetch, unless there was one
  // within 60 s (the first load does not count). While fetches fail the keys at hand serve on.
  // kOauthCodeRejected where the provider has no such key, kIdentityProviderUnavailable where it
  // could not be asked.
  Result<std::string_view> pem(const std::string& jwks_uri, std::string_view kid);

 private:
  void load(const std::string& jwks_uri);

  HttpClient& http_;
  Clock clock_;
  Pause freshness_;  // since the keys were loaded
  Pause pause_;      // until a fetch is allowed again
  RsaKeys keys_;
  std::optional<Error> failure_;  // of the last fetch
};

}  // namespace latchkey
