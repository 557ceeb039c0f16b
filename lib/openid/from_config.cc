#include "lib/openid/from_config.h"

#include <string>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/net/curl_fetcher.h"

namespace latchkey {
namespace {

ClientAuth client_auth(std::string_view name) {
  if (name == "basic") return ClientAuth::kBasic;
  return name == "post" ? ClientAuth::kPost : ClientAuth::kAuto;
}

}  // namespace

std::unique_ptr<HttpFetcher> provider_fetcher(ConfigReader& config) {
  const std::string issuer = config.text(Key::kOidcIssuer);
  const auto url = split_url(issuer);
  FetcherSettings settings;
  settings.ca_file = config.text(Key::kOidcCaFile);
  settings.http_on_loopback = url && equals_ignoring_case(url->scheme, "http");
  auto client = CurlFetcher::create(std::move(settings), issuer);
  if (client) return std::move(*client);
  config.report(Key::kOidcIssuer, client.error().detail);
  return nullptr;
}

OpenIdClient openid_client(ConfigReader& config) {
  OpenIdClient client;
  client.rules = {config.text(Key::kOidcIssuer), config.text(Key::kOidcClientId),
                  config.text(Key::kGoogleHostedDomain), config.on(Key::kOidcTrustEmail)};
  client.secret = config.text(Key::kOidcClientSecret);
  client.auth = client_auth(config.text(Key::kOidcClientAuth));
  client.algorithms.clear();
  for (const std::string& name : config.list(Key::kOidcSigningAlgs)) {
    if (const auto algorithm = jws_algorithm(name)) client.algorithms.push_back(*algorithm);
  }
  return client;
}

}  // namespace latchkey
