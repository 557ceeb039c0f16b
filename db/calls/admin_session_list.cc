#include "db/calls/admin_session_list.h"

#include "db/calls/rows.h"
#include "lib/postgres/params.h"

namespace latchkey {
namespace {

constexpr Statement kAdminSessionList{
    "admin_session_list",
    "SELECT session_id, user_id, email, created_at, last_used_at, expires_at, ip, user_agent,"
    " state, revoked_at, revoked_reason FROM latchkey_api.admin_session_list($1)"};

}  // namespace

Result<std::vector<AdminSession>> admin_session_list(Caller& db, std::string_view who) {
  const Params params{who};
  const auto answer = db.call(kAdminSessionList, params);
  if (!answer) return answer.error();
  std::vector<AdminSession> sessions;
  for (int row = 0; row < answer->rows(); ++row) {
    sessions.push_back({text_at(*answer, row, 0), text_at(*answer, row, 1),
                        text_at(*answer, row, 2), text_at(*answer, row, 3),
                        text_at(*answer, row, 4), text_at(*answer, row, 5),
                        optional_text_at(*answer, row, 6), optional_text_at(*answer, row, 7),
                        text_at(*answer, row, 8), optional_text_at(*answer, row, 9),
                        optional_text_at(*answer, row, 10)});
  }
  return sessions;
}

}  // namespace latchkey
