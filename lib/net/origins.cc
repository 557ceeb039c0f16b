#include "lib/net/origins.h"

#include "lib/base/text.h"
#include "lib/base/url.h"

namespace latchkey {

std::string origin_of(std::string_view url) {
  const auto parts = split_url(url);
  if (!parts || !parts->userinfo.empty()) return {};
  const bool is_https = equals_ignoring_case(parts->scheme, "https");
  if (!is_https && !equals_ignoring_case(parts->scheme, "http")) return {};

  std::string origin = lower_case(parts->scheme) + "://" + lower_case(authority_of(*parts));
  if (parts->port.empty()) origin += is_https ? ":443" : ":80";
  return origin;
}

Result<Done> AllowedOrigins::add(std::string_view url) {
  std::string origin = origin_of(url);
  if (origin.empty()) return Error::of(ErrorCode::kInternal, "not an http or https URL");
  const bool is_https = origin.starts_with("https:");
  if (!is_https && !(http_on_loopback_ && is_https_or_loopback(*split_url(url)))) {
    return Error::of(ErrorCode::kInternal, origin + " is plain http");
  }
  origins_.insert(std::move(origin));
  return Done{};
}

bool AllowedOrigins::has(std::string_view url) const {
  return origins_.find(origin_of(url)) != origins_.end();
}

}  // namespace latchkey
