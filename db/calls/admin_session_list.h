// The sessions of a user, or one, as an administrator sees them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct AdminSession {
  std::string id;
  std::string user_id;
  std::string email;
  std::string created_at;  // RFC 3339, as all times
  std::string last_used_at;
  std::string expires_at;
  std::optional<std::string> ip;
  std::optional<std::string> user_agent;
  std::string state;  // live | expired | revoked
  std::optional<std::string> revoked_at;
  std::optional<std::string> revoked_reason;
};

// `who`: a user's id or e-mail, or a session's id. Newest first; empty where nobody is meant.
Result<std::vector<AdminSession>> admin_session_list(Caller& db, std::string_view who);

}  // namespace latchkey
