#include "handlers/credits/handler.h"

#include "db/calls/credits_list.h"
#include "lib/api/cursor.h"
#include "lib/api/page.h"
#include "lib/json/json.h"
#include "lib/jwt/bearer.h"

namespace latchkey {

Result<Response> handle_credits(const Request& request, SignedIn& context) {
  const auto who = authenticate(request, context.verifier);
  if (!who) return who.error();
  const auto start = page_start(request);
  if (!start) return start.error();

  const auto credits = credits_list(context.db, *who, *start);
  if (!credits) return credits.error();
  JsonObject json;
  json.number("balance", credits->balance);
  return ok(add_page(json, credits->ledger.items, credits->ledger.next).str());
}

}  // namespace latchkey
