#include "db/calls/admin_session_why.h"

#include "db/calls/rows.h"
#include "lib/postgres/params.h"

namespace latchkey {
namespace {

constexpr Statement kAdminSessionWhy{
    "admin_session_why",
    "SELECT session_id, email, created_at, ended_at, reason, explanation, ip, user_agent,"
    " request_id, detail FROM latchkey_api.admin_session_why($1)"};

}  // namespace

Result<std::vector<SessionEnd>> admin_session_why(Caller& db, std::string_view who) {
  const Params params{who};
  const auto answer = db.call(kAdminSessionWhy, params);
  if (!answer) return answer.error();
  std::vector<SessionEnd> ends;
  for (int row = 0; row < answer->rows(); ++row) {
    ends.push_back({text_at(*answer, row, 0), optional_text_at(*answer, row, 1),
                    optional_text_at(*answer, row, 2), optional_text_at(*answer, row, 3),
                    text_at(*answer, row, 4), text_at(*answer, row, 5),
                    optional_text_at(*answer, row, 6), optional_text_at(*answer, row, 7),
                    optional_text_at(*answer, row, 8), optional_text_at(*answer, row, 9)});
  }
  return ends;
}

}  // namespace latchkey
