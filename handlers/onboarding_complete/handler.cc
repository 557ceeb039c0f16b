#include "handlers/onboarding_complete/handler.h"

#include <string>

#include "db/calls/onboarding_complete.h"
#include "lib/api/business_profile.h"
#include "lib/api/client.h"
#include "lib/http/input.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

// The profile's fields in the body, which may be absent.
Result<std::string> read_input(const Request& request) {
  if (request.body.empty()) return JsonObject().str();
  const auto json = json_body(request);
  if (!json) return json.error();
  return read_profile(json->get());
}

}  // namespace

Result<Response> handle_onboarding_complete(const Request& request, const AccessClaims& who,
                                            Caller& db) {
  const auto profile = read_input(request);
  if (!profile) return profile.error();

  const auto account_id = onboarding_complete(db, who, *profile, client_of(request));
  if (!account_id) return account_id.error();
  return ok(JsonObject()
                .text("message", "Onboarding is completed.")
                .text("account_id", *account_id)
                .boolean("onboardingCompleted", true)
                .str());
}

}  // namespace latchkey
