#include "lib/openid/provider_fetcher.h"

#include <string>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/net/curl_fetcher.h"

namespace latchkey {

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

}  // namespace latchkey
