#include "db/calls/admin_session_why.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminSessionWhy{
    "admin_session_why",
    "SELECT session_id, email, created_at, ended_at, reason, explanation, ip, user_agent,"
    " request_id, detail FROM latchkey_api.admin_session_why($1)"};

}  // namespace

Result<std::vector<SessionEnd>> admin_session_why(Caller& db, std::string_view who) {
  const Params params{who};
  auto rows = Rows::of_call(db, kAdminSessionWhy, params);
  if (!rows) return rows.error();
  std::vector<SessionEnd> ends;
  while (rows->next()) {
    ends.push_back({rows->text(0), rows->optional_text(1), rows->optional_text(2),
                    rows->optional_text(3), rows->text(4), rows->text(5), rows->optional_text(6),
                    rows->optional_text(7), rows->optional_text(8), rows->optional_text(9)});
  }
  return rows->checked(std::move(ends));
}

}  // namespace latchkey
