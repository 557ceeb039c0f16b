#include "handlers/service_accounts/handler.h"

#include <utility>

#include "db/calls/service_account_get.h"
#include "lib/http/input.h"

namespace latchkey {

Result<Response> handle_service_accounts(const Request& request, const ServiceCaller& who,
                                         Caller& db) {
  const auto id = path_id(request, "/api/service/accounts/");
  if (!id) return id.error();

  auto account = service_account_get(db, who, *id);
  if (!account) return account.error();
  return ok(std::move(*account));
}

}  // namespace latchkey
