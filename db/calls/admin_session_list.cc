#include "db/calls/admin_session_list.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminSessionList{
    "admin_session_list",
    "SELECT session_id, user_id, email, created_at, last_used_at, expires_at, ip, user_agent,"
    " state, revoked_at, revoked_reason FROM latchkey_api.admin_session_list($1)"};

}  // namespace

Result<std::vector<AdminSession>> admin_session_list(Caller& db, std::string_view who) {
  const Params params{who};
  auto rows = Rows::of_call(db, kAdminSessionList, params);
  if (!rows) return rows.error();
  std::vector<AdminSession> sessions;
  while (rows->next()) {
    sessions.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3), rows->text(4),
                        rows->text(5), rows->optional_text(6), rows->optional_text(7),
                        rows->text(8), rows->optional_text(9), rows->optional_text(10)});
  }
  return rows->checked(std::move(sessions));
}

}  // namespace latchkey
