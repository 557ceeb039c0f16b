// The documents that an OpenID provider publishes: JSON objects behind a GET.
#pragma once

#include <string>

#include "lib/json/json.h"
#include "lib/net/http_fetcher.h"

namespace latchkey {

// kIdentityProviderUnavailable where there is no answer, another status than 200 or no JSON object.
Result<JsonPtr> fetch_document(HttpFetcher& http, const std::string& url);

Error provider_unavailable(std::string detail);

}  // namespace latchkey
