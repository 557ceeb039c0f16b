#include "handlers/auth_logout/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker(
      {"auth-logout", {Key::kPublicUrl, Key::kRefreshTransport, Key::kAllowedOrigins}},
      latchkey::handle_auth_logout);
}
