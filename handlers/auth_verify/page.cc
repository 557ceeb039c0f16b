#include "handlers/auth_verify/page.h"

#include <algorithm>

#include "lib/base/url.h"

namespace latchkey {
namespace {

constexpr std::string_view kContinuePage = "/auth/continue";

bool reads(const Request& request) {
  return request.asked_method == "GET" || request.asked_method == "HEAD";
}

// As browsers read it: "//host" and "/\host" name another host, and the page itself leads nowhere.
bool is_path_of_ours(std::string_view uri) {
  if (uri.empty() || uri[0] != '/') return false;
  if (uri.size() > 1 && (uri[1] == '/' || uri[1] == '\\')) return false;
  return uri.substr(0, uri.find('?')) != kContinuePage;
}

}  // namespace

bool is_own_request(const Request& request, const std::vector<std::string>& own_origins) {
  const bool own_origin =
      std::find(own_origins.begin(), own_origins.end(), request.origin) != own_origins.end();
  if (request.upgrade.data() != nullptr) return own_origin;
  if (reads(request)) return true;
  if (request.sec_fetch_site.data() == nullptr) return own_origin;
  return request.sec_fetch_site == "same-origin" || request.sec_fetch_site == "none";
}

bool is_navigation(const Request& request) {
  if (!reads(request) || request.sec_purpose.data() != nullptr) return false;
  if (request.sec_fetch_mode.data() != nullptr) return request.sec_fetch_mode == "navigate";
  return request.accept.find("text/html") != std::string_view::npos;
}

std::string continue_address(std::string_view asked_uri) {
  std::string address(kContinuePage);
  address += "?to=";
  address += is_path_of_ours(asked_uri) ? percent_encode(asked_uri) : "%2F";
  return address;
}

}  // namespace latchkey
