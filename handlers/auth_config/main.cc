#include "handlers/auth_config/handler.h"

int main() {
  using latchkey::Key;
  return latchkey::run_worker(
      {"auth-config",
       {Key::kOidcIssuer, Key::kOidcClientId, Key::kOidcCaFile, Key::kRefreshTransport},
       /*uses_database=*/false},
      latchkey::handle_auth_config);
}
