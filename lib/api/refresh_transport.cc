#include "lib/api/refresh_transport.h"

#include <algorithm>

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

Result<IssuedTokens> issue_tokens(const AccessTokenSigner& signer, const AccessClaims& who,
                                  const RefreshToken& refresh_token,
                                  std::int64_t refresh_expires_in) {
  const std::int64_t life = signer.life(refresh_expires_in);
  auto access_token = signer.sign(who, life);
  if (!access_token) return access_token.error();
  return IssuedTokens{std::move(*access_token), refresh_token.text(), life, refresh_expires_in};
}

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
