#include "lib/api/refresh_transport.h"

#include <algorithm>
#include <optional>

#include "lib/http/input.h"

namespace latchkey {
namespace {

std::string set_cookie(std::string_view value, std::int64_t max_age) {
  std::string cookie(kRefreshCookie);
  cookie += '=';
  cookie += value;
  cookie += "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=";
  cookie += std::to_string(max_age);
  return cookie;
}

}  // namespace

Result<Done> RefreshTransport::check(const Request& request) const {
  if (!cookie_) return Done{};
  if (request.client_header.empty()) {
    return fail(ErrorCode::kForbidden, "X-Latchkey-Client is missing or empty");
  }
  // Programs other than browsers send no Origin, and have no cookie of somebody else's either.
  if (!request.origin.empty() &&
      std::find(own_origins_.begin(), own_origins_.end(), request.origin) == own_origins_.end()) {
    return fail(ErrorCode::kForbidden, "Origin is not ours: " + std::string(request.origin));
  }
  return Done{};
}

Result<JsonPtr> RefreshTransport::input(const Request& request) const {
  if (cookie_ && request.body.empty()) return parse_json("{}");
  return json_body(request);
}

std::string RefreshTransport::presented(const Request& request, ObjectReader& input) const {
  if (!cookie_) return input.text("refreshToken", 0, kMaxBodyBytes);
  input.optional_text("refreshToken", 0, kMaxBodyBytes);
  return std::string(cookie(request, kRefreshCookie).value_or(""));
}

JsonObject RefreshTransport::members(const IssuedTokens& tokens) const {
  JsonObject json;
  json.text("accessToken", tokens.access_token);
  if (!cookie_) json.text("refreshToken", tokens.refresh_token);
  json.number("expiresIn", tokens.expires_in).number("refreshExpiresIn", tokens.refresh_expires_in);
  return json;
}

Response RefreshTransport::reply(const JsonObject& json, const IssuedTokens& tokens) const {
  Response response = ok(json.str());
  if (cookie_) {
    response.headers.emplace_back("Set-Cookie",
                                  set_cookie(tokens.refresh_token, tokens.refresh_expires_in));
  }
  return response;
}

void RefreshTransport::clear(Response& response) const {
  if (cookie_) response.headers.emplace_back("Set-Cookie", set_cookie("", 0));
}

}  // namespace latchkey
