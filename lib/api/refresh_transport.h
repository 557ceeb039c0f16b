// How the refresh token travels (LATCHKEY_REFRESH_TRANSPORT), for every endpoint that takes one or
// hands one out:
//   body    in JSON, member refreshToken
//   cookie  in __Host-latchkey-refresh and never in JSON; a call that the cookie rides on must
//           show X-Latchkey-Client, which no cross-site form can send, and no foreign Origin
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "lib/crypto/refresh_token.h"
#include "lib/http/request.h"
#include "lib/http/response.h"
#include "lib/json/json.h"
#include "lib/jwt/access_token.h"

namespace latchkey {

inline constexpr std::string_view kRefreshCookie = "__Host-latchkey-refresh";

// The access token for what a browser opens without a header (page sessions): auth-verify takes it,
// Latchkey's own routes never do. Set and cleared beside the refresh token.
inline constexpr std::string_view kAccessCookie = "__Host-latchkey-access";
void clear_access_cookie(Response& response);

struct IssuedTokens {
  std::string access_token;
  std::string refresh_token;
  std::int64_t expires_in = 0;          // seconds
  std::int64_t refresh_expires_in = 0;  // seconds
};

// For the session that `who` names and its next refresh token. The access token does not outlive
// it.
Result<IssuedTokens> issue_tokens(const AccessTokenSigner& signer, const AccessClaims& who,
                                  const RefreshToken& refresh_token,
                                  std::int64_t refresh_expires_in);

class RefreshTransport {
 public:
  static RefreshTransport in_body() { return RefreshTransport(false, {}); }
  // `own_origins`: what an Origin header may say, e.g. "https://app.example".
  static RefreshTransport in_cookie(std::vector<std::string> own_origins) {
    return RefreshTransport(true, std::move(own_origins));
  }

  // Also hands out kAccessCookie from now on.
  void with_page_sessions() { page_sessions_ = true; }

  // With the cookie: kForbidden where another site may have made the browser send this.
  [[nodiscard]] Result<Done> check(const Request& request) const;

  // The token that the request presents, checked as above; nothing where it cannot be one of ours.
  // With the cookie a request may have no body, and a token in the body is not taken. `more` reads
  // the body's other members.
  using ReadMore = std::function<void(ObjectReader&)>;
  [[nodiscard]] Result<std::optional<RefreshToken>> presented(const Request& request,
                                                              const ReadMore& more = {}) const;

  // {accessToken, refreshToken, expiresIn, refreshExpiresIn} after the members of `json`; with the
  // cookie without refreshToken.
  [[nodiscard]] Response reply(const IssuedTokens& tokens, JsonObject json = {}) const;

  // Takes the cookies away from the browser.
  void clear(Response& response) const;

 private:
  RefreshTransport(bool cookie, std::vector<std::string> own_origins)
      : cookie_(cookie), own_origins_(std::move(own_origins)) {}

  bool cookie_;
  bool page_sessions_ = false;
  std::vector<std::string> own_origins_;
};

}  // namespace latchkey
