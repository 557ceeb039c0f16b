#include "lib/openid/provider_client.h"

#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/net/curl_client.h"

namespace latchkey {

Result<std::unique_ptr<HttpClient>> provider_client(const std::string& issuer,
                                                    const std::string& ca_file) {
  const auto url = split_url(issuer);
  HttpClientSettings settings;
  settings.ca_file = ca_file;
  settings.http_on_loopback = url && equals_ignoring_case(url->scheme, "http");
  auto client = CurlClient::create(std::move(settings), issuer);
  if (!client) return client.error();
  return std::unique_ptr<HttpClient>(std::move(*client));
}

}  // namespace latchkey
