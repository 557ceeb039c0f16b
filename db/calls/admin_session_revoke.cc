#include "db/calls/admin_session_revoke.h"

#include <string>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminSessionRevoke{
    "admin_session_revoke",
    "SELECT outcome, revoked FROM latchkey_api.admin_session_revoke($1, $2)"};

}  // namespace

Result<std::int64_t> admin_session_revoke(Caller& db, std::string_view who,
                                          std::string_view actor) {
  const Params params{who, actor};
  auto row = Row::of_call(db, kAdminSessionRevoke, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (outcome == "unknown") return Error::of(ErrorCode::kNotFound, "no such user or session");
  if (outcome != "ended") return row->unexpected(outcome);
  const std::int64_t revoked = row->number(1);
  if (auto sound = row->finish(); !sound) return sound.error();
  return revoked;
}

}  // namespace latchkey
