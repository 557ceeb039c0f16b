// Why sessions ended, from the audit log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct SessionEnd {
  std::string session_id;
  std::optional<std::string> email;
  std::optional<std::string> created_at;  // RFC 3339
  std::optional<std::string> ended_at;    // nothing for a live session, and for a purged one
  // live | expired | purged | logout | logout_elsewhere | revoked_by_user | reuse | admin
  std::string reason;
  std::string explanation;  // a short sentence
  // Of the client that ended it.
  std::optional<std::string> ip;
  std::optional<std::string> user_agent;
  std::optional<std::string> request_id;
  std::optional<std::string> detail;  // JSON object; never has a token
};

// `who`: a user's id or e-mail, or a session's id. Newest first; empty where nobody is meant.
Result<std::vector<SessionEnd>> admin_session_why(Caller& db, std::string_view who);

}  // namespace latchkey
