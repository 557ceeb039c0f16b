#include "handlers/credits/handler.h"

#include "db/calls/credits_list.h"
#include "lib/api/cursor.h"
#include "lib/api/page.h"
#include "lib/json/json.h"

namespace latchkey {

Result<Response> handle_credits(const Request& request, const AccessClaims& who, Caller& db) {
  const auto start = page_start(request);
  if (!start) return start.error();

  const auto credits = credits_list(db, who, *start);
  if (!credits) return credits.error();
  JsonObject json;
  json.number("balance", credits->balance).number("available", credits->available);
  return ok(add_page(json, credits->ledger.items, credits->ledger.next).str());
}

}  // namespace latchkey
