#include "handlers/auth_verify/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker(
      {"auth-verify",
       {Key::kPublicUrl, Key::kAudience, Key::kJwksFile, Key::kAccessTtl, Key::kVerifyStaleness},
       /*uses_database=*/false},
      latchkey::handle_auth_verify);
}
