// What an OpenID provider says of itself (OpenID Connect Discovery 1.0), fetched when first needed
// and kept. It is believed because it comes over TLS from the configured issuer and names that very
// issuer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/net/http_fetcher.h"
#include "lib/openid/pause.h"

namespace latchkey {

struct ProviderMetadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string userinfo_endpoint;           // empty: none
  bool takes_secret_in_body_only = false;  // client_secret_post is listed, _basic is not
  std::vector<std::string>
      signing_algorithms;  // of ID tokens, as listed; some sign with others too
};

class Discovery {
 public:
  // `http` is allowed the origin of `issuer`, and outlives this.
  Discovery(HttpFetcher& http, std::string issuer, Clock clock);

  // Good until the next call. The document is fetched again after an hour; while that fails, the
  // one at hand serves on. kIdentityProviderUnavailable where there is none; the provider is then
  // asked again after a second at the earliest, so that callers cannot hammer one that is down.
  Result<const ProviderMetadata*> metadata();

 private:
  Result<ProviderMetadata> fetch();
  void refresh();

  HttpFetcher& http_;
  std::string issuer_;
  Clock clock_;
  Pause pause_;
  std::optional<ProviderMetadata> known_;
  Error failure_;  // why there is none
};

}  // namespace latchkey
