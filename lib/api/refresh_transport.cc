#include "lib/api/refresh_transport.h"

#include <algorithm>

#include "lib/http/input.h"

namespace latchkey {
namespace {

// `max_age` in seconds; 0 takes the cookie away.
void set_cookie(Response& response, std::string_view name, std::string_view value,
                std::string_view same_site, std::int64_t max_age) {
  std::string cookie(name);
  cookie.append("=").append(value).append("; Path=/; Secure; HttpOnly; SameSite=");
  cookie.append(same_site).append("; Max-Age=").append(std::to_string(max_age));
  response.headers.emplace_back("Set-Cookie", std::move(cookie));
}

void set_refresh_cookie(Response& response, std::string_view token, std::int64_t max_age) {
  set_cookie(response, kRefreshCookie, token, "Strict", max_age);
}

// Lax: a link from a mail or another site opens the page signed in.
void set_access_cookie(Response& response, std::string_view token, std::int64_t max_age) {
  set_cookie(response, kAccessCookie, token, "Lax", max_age);
}

}  // namespace

Result<IssuedTokens> issue_tokens(const AccessTokenSigner& signer, const AccessClaims& who,
                                  const RefreshToken& refresh_token,
                                  std::int64_t refresh_expires_in) {
  const std::int64_t life = signer.life(refresh_expires_in);
  auto access_token = signer.sign(who, life);
  if (!access_token) return access_token.error();
  return IssuedTokens{std::move(*access_token), refresh_token.text(), life, refresh_expires_in};
}

void clear_access_cookie(Response& response) { set_access_cookie(response, "", 0); }

Result<Done> RefreshTransport::check(const Request& request) const {
  if (!cookie_) return Done{};
  if (request.client_header.empty()) {
    return Error::of(ErrorCode::kForbidden, "X-Latchkey-Client is missing or empty");
  }
  // Programs other than browsers send no Origin, and have no cookie of somebody else's either.
  if (!request.origin.empty() &&
      std::find(own_origins_.begin(), own_origins_.end(), request.origin) == own_origins_.end()) {
    return Error::of(ErrorCode::kForbidden, "Origin is not ours: " + std::string(request.origin));
  }
  return Done{};
}

Result<std::optional<RefreshToken>> RefreshTransport::presented(const Request& request,
                                                                const ReadMore& more) const {
  if (auto allowed = check(request); !allowed) return allowed.error();
  const auto json = cookie_ && request.body.empty() ? parse_json("{}") : json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const std::string text = cookie_ ? std::string(cookie(request, kRefreshCookie).value_or(""))
                                   : reader.text("refreshToken", 0, kMaxBodyBytes);
  if (cookie_) reader.optional_text("refreshToken", 0, kMaxBodyBytes);
  if (more) more(reader);
  if (auto read = reader.finish(); !read) return read.error();
  return RefreshToken::parse(text);
}

Response RefreshTransport::reply(const IssuedTokens& tokens, JsonObject json) const {
  json.text("accessToken", tokens.access_token);
  if (!cookie_) json.text("refreshToken", tokens.refresh_token);
  json.number("expiresIn", tokens.expires_in).number("refreshExpiresIn", tokens.refresh_expires_in);
  Response response = ok(json.str());
  if (cookie_) set_refresh_cookie(response, tokens.refresh_token, tokens.refresh_expires_in);
  if (page_sessions_) set_access_cookie(response, tokens.access_token, tokens.expires_in);
  return response;
}

void RefreshTransport::clear(Response& response) const {
  if (cookie_) set_refresh_cookie(response, "", 0);
  if (page_sessions_) clear_access_cookie(response);
}

}  // namespace latchkey
