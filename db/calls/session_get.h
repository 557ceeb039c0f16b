// Who a session belongs to, where it lives: the check that every call with an access token needs.
#pragma once

#include <string>
#include <string_view>

#include "lib/api/user_account.h"
#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct LiveSession {
  UserAccount who;
  std::string created_at;  // RFC 3339
  std::string expires_at;
};

// kSessionRevoked where the session is revoked, expired or unknown.
Result<LiveSession> session_get(Caller& db, std::string_view session_id, std::string_view user_id);

}  // namespace latchkey
