#include "handlers/health/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker({"health", {Key::kPublicUrl, Key::kAudience, Key::kJwksFile}},
                              latchkey::handle_health);
}
