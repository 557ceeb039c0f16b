#include "handlers/auth_session/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker({"auth-session", {Key::kPublicUrl, Key::kAudience, Key::kJwksFile}},
                              latchkey::handle_auth_session);
}
