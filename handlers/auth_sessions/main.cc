#include "handlers/auth_sessions/handler.h"

int main() {
  return latchkey::run_worker({"auth-sessions", latchkey::kSignedInKeys},
                              latchkey::handle_auth_sessions);
}
