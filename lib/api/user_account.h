// The user and the account of a session as every endpoint shows them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lib/json/json.h"

namespace latchkey {

struct UserAccount {
  std::string user_id;
  std::string email;
  std::string full_name;
  std::optional<std::string> avatar_url;
  std::string account_id;
  std::string account_name;
  std::string account_slug;
  std::int64_t credits = 0;
  std::int64_t available = 0;  // of these, not held
  bool onboarding_completed = false;
};

// Adds `user`, `account` and `onboardingCompleted`.
void add_user_account(JsonObject& json, const UserAccount& who);

}  // namespace latchkey
