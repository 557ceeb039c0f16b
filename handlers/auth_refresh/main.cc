#include "handlers/auth_refresh/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker({"auth-refresh",
                               {Key::kPublicUrl, Key::kAudience, Key::kSigningKey, Key::kAccessTtl,
                                Key::kRotationKey, Key::kRefreshGrace, Key::kRefreshTtl,
                                Key::kSessionMaxAge, Key::kRefreshTransport, Key::kAllowedOrigins}},
                              latchkey::handle_auth_refresh);
}
