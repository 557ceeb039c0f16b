#include "lib/openid/id_claims.h"

#include <algorithm>
#include <vector>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/crypto/crypto.h"
#include "lib/http/limits.h"
#include "lib/json/members.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kSkewSeconds = 30;
constexpr UnixSeconds kMaxAgeSeconds = 600;  // the token was made for the code just exchanged
constexpr std::size_t kMaxSubjectBytes = 255;
constexpr std::string_view kGoogle = "https://accounts.google.com";

// Each of these names what is wrong, or is null.

const char* issuer_fault(const json_t* claims, const IdClaimRules& rules) {
  const auto issuer = text_member(claims, "iss");
  if (issuer == rules.issuer) return nullptr;
  // Google writes its name in two forms.
  if (rules.issuer == kGoogle && issuer == "accounts.google.com") return nullptr;
  return "iss is another issuer";
}

// Other audiences beside this client are taken only where azp says that the token was made for it.
const char* audience_fault(const json_t* claims, const IdClaimRules& rules) {
  std::vector<std::string_view> audiences;
  if (const auto one = text_member(claims, "aud")) {
    audiences = {*one};
  } else {
    audiences = texts_member(claims, "aud").value_or(audiences);
  }
  if (std::find(audiences.begin(), audiences.end(), rules.client_id) == audiences.end()) {
    return "aud is another client";
  }
  const bool is_azp_required = audiences.size() > 1;
  if ((is_azp_required || has_member(claims, "azp")) &&
      text_member(claims, "azp") != rules.client_id) {
    return "azp is another client";
  }
  return nullptr;
}

const char* time_fault(const json_t* claims, UnixSeconds now) {
  const auto expires_at = number_member(claims, "exp");
  if (!expires_at || *expires_at + kSkewSeconds <= now) return "exp is over";
  const auto issued_at = number_member(claims, "iat");
  if (!issued_at || *issued_at - kSkewSeconds > now) return "iat is in the future";
  if (*issued_at + kMaxAgeSeconds + kSkewSeconds < now) return "iat is too long ago";
  if (!has_member(claims, "nbf")) return nullptr;
  const auto not_before = number_member(claims, "nbf");
  if (!not_before || *not_before - kSkewSeconds > now) return "nbf is in the future";
  return nullptr;
}

const char* nonce_fault(const json_t* claims, std::string_view nonce) {
  const auto presented = text_member(claims, "nonce");
  return presented && equal_in_constant_time(*presented, nonce) ? nullptr : "nonce is another";
}

const char* subject_fault(const json_t* claims) {
  const auto subject = text_member(claims, "sub").value_or("");
  return subject.empty() || subject.size() > kMaxSubjectBytes ? "sub is absent or too long"
                                                              : nullptr;
}

const char* email_fault(const json_t* claims) {
  const auto email = text_member(claims, "email").value_or("");
  const std::size_t at = email.rfind('@');
  const bool has_controls_or_spaces = std::any_of(email.begin(), email.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
  });
  if (at == std::string_view::npos || at == 0 || at + 1 == email.size() || has_controls_or_spaces ||
      utf8_length(email).value_or(kMaxEmail + 1) > kMaxEmail) {
    return "email is absent, at userinfo too, or malformed";
  }
  return nullptr;
}

bool is_email_verified(const json_t* claims, const IdClaimRules& rules) {
  if (!has_member(claims, "email_verified")) return rules.trusts_email;
  return boolean_member(claims, "email_verified") == true ||
         text_member(claims, "email_verified") == "true";
}

Error rejected(const char* fault) {
  return Error::of(ErrorCode::kOauthCodeRejected, std::string("ID token: ") + fault);
}

// Cut between two characters; nothing where there is but white space.
std::optional<std::string> name_of(const json_t* claims) {
  const auto name = text_member(claims, "name").value_or("");
  if (name.find_first_not_of(" \t\r\n") == std::string_view::npos) return std::nullopt;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < kMaxName && bytes < name.size(); ++i) {
    bytes += utf8_character(name.substr(bytes));
  }
  return std::string(name.substr(0, bytes));
}

std::optional<std::string> avatar_of(const json_t* claims) {
  const auto picture = text_member(claims, "picture").value_or("");
  const auto url = split_url(picture);
  if (!url || picture.size() > kMaxUrl) return std::nullopt;
  if (!equals_ignoring_case(url->scheme, "https") && !equals_ignoring_case(url->scheme, "http")) {
    return std::nullopt;
  }
  return std::string(picture);
}

}  // namespace

Result<Done> check_id_claims(const json_t* claims, const IdClaimRules& rules,
                             std::string_view nonce, UnixSeconds now) {
  for (const char* fault :
       {issuer_fault(claims, rules), audience_fault(claims, rules), time_fault(claims, now),
        nonce_fault(claims, nonce), subject_fault(claims)}) {
    if (fault) return rejected(fault);
  }
  return Done{};
}

Result<Person> person_from_claims(const json_t* claims, const IdClaimRules& rules,
                                  std::string_view nonce, UnixSeconds now) {
  if (auto checked = check_id_claims(claims, rules, nonce, now); !checked) return checked.error();
  if (const char* fault = email_fault(claims)) return rejected(fault);
  if (!is_email_verified(claims, rules)) {
    return Error::of(
        ErrorCode::kEmailNotVerified,
        has_member(claims, "email_verified")
            ? "email_verified is not true"
            : "email_verified is absent; LATCHKEY_OIDC_TRUST_EMAIL=on takes that as true");
  }
  // Domains compare without regard to case (RFC 4343).
  if (!rules.hosted_domain.empty() &&
      !equals_ignoring_case(text_member(claims, "hd").value_or(""), rules.hosted_domain)) {
    return Error::of(ErrorCode::kDomainNotAllowed, "ID token: hd is not the allowed domain");
  }
  return Person{rules.issuer, std::string(*text_member(claims, "sub")),
                std::string(*text_member(claims, "email")), name_of(claims), avatar_of(claims)};
}

}  // namespace latchkey
