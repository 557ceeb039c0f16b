// What a verified ID token must say before anyone is signed in (OpenID Connect Core 1.0, section
// 3.1.3.7), and who it says that is.
#pragma once

#include <string>
#include <string_view>

#include "lib/base/clock.h"
#include "lib/base/result.h"
#include "lib/json/json.h"
#include "lib/openid/person.h"

namespace latchkey {

struct IdClaimRules {
  std::string issuer;  // as configured
  std::string client_id;
  std::string hosted_domain;  // the hd that is let in; empty: anyone
  bool trusts_email = false;  // an absent email_verified counts as true
};

// Whether the token is of this issuer, for this client, of this time and sign-in, and names
// somebody. kOauthCodeRejected; the detail names the claim, not its value. `claims` belong to a
// token whose signature was verified; `nonce` is what the browser sent to the provider.
Result<Done> check_id_claims(const json_t* claims, const IdClaimRules& rules,
                             std::string_view nonce, UnixSeconds now);

// Who that is, after the same checks. E-mail, its email_verified, name and picture may have been
// added to the claims of the token (userinfo.h).
//   kEmailNotVerified  email_verified is neither true nor "true" (some providers send text)
//   kDomainNotAllowed  a hosted domain is required and hd is another or absent
//   kOauthCodeRejected everything else that is wrong
Result<Person> person_from_claims(const json_t* claims, const IdClaimRules& rules,
                                  std::string_view nonce, UnixSeconds now);

}  // namespace latchkey
