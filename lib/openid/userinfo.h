// What a provider says of a person at its userinfo endpoint (OpenID Connect Core 1.0, section 5.3)
// instead of in the ID token: many keep e-mail and name there.
#pragma once

#include <string>

#include "lib/base/result.h"
#include "lib/json/json.h"
#include "lib/net/http_fetcher.h"

namespace latchkey {

// Whether the claims of an ID token leave the question open: no e-mail, or nothing about its being
// verified where that is not taken on trust.
bool needs_userinfo(const json_t* claims, bool trusts_email);

// Adds what `userinfo` says to the claims of the ID token. The e-mail and its email_verified come
// from one place: together from userinfo, or email_verified alone where the e-mail is the same.
// Name and picture are added where the token has none.
void add_userinfo(json_t* claims, const json_t* userinfo);

// The claims at `url` of the person to whom the access token belongs.
//   kOauthCodeRejected            a refusal, or another person than `subject` (section 5.3.2)
//   kIdentityProviderUnavailable  down, slow, or answers what is not an answer
Result<JsonPtr> fetch_userinfo(HttpFetcher& http, const std::string& url,
                               std::string_view access_token, std::string_view subject);

}  // namespace latchkey
