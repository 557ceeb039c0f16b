#include "handlers/auth_complete_signup/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker(
      {"auth-complete-signup",
       {Key::kPublicUrl, Key::kAudience, Key::kSigningKey, Key::kAccessTtl, Key::kOidcIssuer,
        Key::kOidcClientId, Key::kOidcClientSecret, Key::kOidcRedirectUris, Key::kOidcCaFile,
        Key::kGoogleHostedDomain, Key::kRefreshTtl, Key::kSessionMaxAge, Key::kSignupCredits,
        Key::kRefreshTransport, Key::kAllowedOrigins}},
      latchkey::handle_auth_complete_signup);
}
