#include "lib/api/user_account.h"

#include <utility>

namespace latchkey {

void add_user_account(JsonObject& json, const UserAccount& who) {
  JsonObject user;
  user.text("id", who.user_id)
      .text("email", who.email)
      .text("full_name", who.full_name)
      .text_or_null("avatar_url", who.avatar_url);

  JsonObject account;
  account.text("id", who.account_id)
      .text("name", who.account_name)
      .text("slug", who.account_slug)
      .number("credits", who.credits)
      .number("available", who.available);

  json.object("user", std::move(user))
      .object("account", std::move(account))
      .boolean("onboardingCompleted", who.onboarding_completed);
}

}  // namespace latchkey
