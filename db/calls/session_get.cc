#include "db/calls/session_get.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kSessionGet{
    "session_get",
    "SELECT outcome, user_id, email, full_name, avatar_url, account_id, account_name,"
    " account_slug, credits, available, onboarding_completed, created_at, expires_at"
    " FROM latchkey_api.session_get($1, $2)"};

}  // namespace

Result<LiveSession> session_get(Caller& db, std::string_view session_id, std::string_view user_id) {
  const Params params{session_id, user_id};
  auto row = Row::of_call(db, kSessionGet, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (outcome == "revoked") return Error::of(ErrorCode::kSessionRevoked, "the session has ended");
  if (outcome != "live") return row->unexpected(outcome);

  LiveSession session;
  session.who = row->user_account(1);
  session.created_at = row->text(11);
  session.expires_at = row->text(12);
  if (auto sound = row->finish(); !sound) return sound.error();
  return session;
}

}  // namespace latchkey
