#include "lib/openid/userinfo.h"

#include <utility>

#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

Error rejected(std::string why) {
  return Error::of(ErrorCode::kOauthCodeRejected, "userinfo: " + std::move(why));
}

bool is_refusal(int status) {
  return status >= 400 && status < 500 && status != 408 && status != 429;
}

}  // namespace

bool needs_userinfo(const json_t* claims, bool trusts_email) {
  return !has_member(claims, "email") || (!has_member(claims, "email_verified") && !trusts_email);
}

void add_userinfo(json_t* claims, const json_t* userinfo) {
  if (!has_member(claims, "email")) {
    copy_member(claims, userinfo, "email");
    copy_member(claims, userinfo, "email_verified");
  } else if (!has_member(claims, "email_verified") &&
             text_member(claims, "email") == text_member(userinfo, "email")) {
    copy_member(claims, userinfo, "email_verified");
  }
  for (const char* name : {"name", "picture"}) {
    if (!has_member(claims, name)) copy_member(claims, userinfo, name);
  }
}

Result<JsonPtr> fetch_userinfo(HttpFetcher& http, const std::string& url,
                               std::string_view access_token, std::string_view subject) {
  const auto reply = http.get_with_token(url, access_token);
  if (!reply) return provider_unavailable(reply.error().detail);
  const std::string answered = "answered " + std::to_string(reply->status);
  if (is_refusal(reply->status)) return rejected(answered);
  if (reply->status != 200) return provider_unavailable("userinfo " + answered);
  auto claims = parse_json(reply->body);
  if (!claims || !json_is_object(claims->get())) {
    return provider_unavailable("userinfo is not a JSON object");
  }
  if (text_member(claims->get(), "sub") != subject) return rejected("sub is another, or absent");
  return claims;
}

}  // namespace latchkey
