#include "lib/openid/provider_client.h"

#include <string>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/net/curl_client.h"

namespace latchkey {

std::unique_ptr<HttpClient> provider_client(ConfigReader& config) {
  const std::string issuer = config.text(Key::kOidcIssuer);
  const auto url = split_url(issuer);
  HttpClientSettings settings;
  settings.ca_file = config.text(Key::kOidcCaFile);
  settings.http_on_loopback = url && equals_ignoring_case(url->scheme, "http");
  auto client = CurlClient::create(std::move(settings), issuer);
  if (client) return std::move(*client);
  config.complain(Key::kOidcIssuer, client.error().detail);
  return nullptr;
}

}  // namespace latchkey
