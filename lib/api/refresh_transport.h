// How the refresh token travels (LATCHKEY_REFRESH_TRANSPORT), for every endpoint that takes one or
// hands one out:
//   body    in JSON, member refreshToken
//   cookie  in __Host-latchkey-refresh and never in JSON; a call that the cookie rides on must
//           show X-Latchkey-Client, which no cross-site form can send, and no foreign Origin
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/json/json.h"

namespace latchkey {

inline constexpr std::string_view kRefreshCookie = "__Host-latchkey-refresh";

struct IssuedTokens {
  std::string access_token;
  std::string refresh_token;
  std::int64_t expires_in = 0;          // seconds
  std::int64_t refresh_expires_in = 0;  // seconds
};

class RefreshTransport {
 public:
  static RefreshTransport in_body() { return RefreshTransport(false, {}); }
  // `own_origins`: what an Origin header may say, e.g. "https://app.example".
  static RefreshTransport in_cookie(std::vector<std::string> own_origins) {
    return RefreshTransport(true, std::move(own_origins));
  }

  // With the cookie: kForbidden where another site may have made the browser send this.
  [[nodiscard]] Result<Done> check(const Request& request) const;

  // The request's JSON object. With the cookie a request may have no body: then an empty object.
  [[nodiscard]] Result<JsonPtr> input(const Request& request) const;

  // The presented token's text as the client sent it, to be used after input.finish(). With the
  // cookie a token in the body is not taken; without a cookie the text is empty.
  [[nodiscard]] std::string presented(const Request& request, ObjectReader& input) const;

  // {accessToken, refreshToken, expiresIn, refreshExpiresIn}, without refreshToken with the cookie.
  // The caller may add members before reply().
  [[nodiscard]] JsonObject members(const IssuedTokens& tokens) const;
  [[nodiscard]] Response reply(const JsonObject& json, const IssuedTokens& tokens) const;

  // Takes the cookie away from the browser.
  void clear(Response& response) const;

 private:
  RefreshTransport(bool cookie, std::vector<std::string> own_origins)
      : cookie_(cookie), own_origins_(std::move(own_origins)) {}

  bool cookie_;
  std::vector<std::string> own_origins_;
};

}  // namespace latchkey
