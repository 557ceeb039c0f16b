#include "lib/openid/document.h"

#include <utility>

namespace latchkey {

Error provider_unavailable(std::string detail) {
  return Error::of(ErrorCode::kIdentityProviderUnavailable, std::move(detail));
}

Result<JsonPtr> fetch_document(HttpFetcher& http, const std::string& url) {
  const auto reply = http.get(url);
  if (!reply) return provider_unavailable(reply.error().detail);
  if (reply->status != 200) {
    return provider_unavailable(url + " answered " + std::to_string(reply->status));
  }
  auto document = parse_json(reply->body);
  if (!document || !json_is_object(document->get())) {
    return provider_unavailable(url + " is not a JSON object");
  }
  return document;
}

}  // namespace latchkey
