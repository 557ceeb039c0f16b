#include "db/calls/session_rotate.h"

#include <string_view>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kSessionRotate{
    "session_rotate",
    "SELECT outcome, session_id, user_id, account_id, onboarding_completed, refresh_expires_in"
    " FROM latchkey_api.session_rotate($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

Error rotation_error(const Row& row, std::string_view outcome) {
  if (outcome == "invalid")
    return Error::of(ErrorCode::kRefreshTokenInvalid, "unknown refresh token");
  if (outcome == "expired")
    return Error::of(ErrorCode::kRefreshTokenExpired, "refresh token expired");
  if (outcome == "reused") return Error::of(ErrorCode::kRefreshTokenReused, "refresh token reused");
  if (outcome == "revoked") return Error::of(ErrorCode::kSessionRevoked, "the session has ended");
  return row.unexpected(outcome);
}

}  // namespace

Result<RotatedSession> session_rotate(Caller& db, const Rotation& rotation,
                                      const RotationRules& rules, const Client& client) {
  const Params params{rotation.presented, rotation.successor, rotation.attempt,
                      rules.grace,        rules.refresh_ttl,  rules.max_age,
                      client.ip,          client.user_agent,  client.request_id};
  auto row = Row::of_call(db, kSessionRotate, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (outcome != "rotated" && outcome != "replayed") return rotation_error(*row, outcome);

  RotatedSession session;
  session.replayed = outcome == "replayed";
  session.who.session_id = row->text(1);
  session.who.user_id = row->text(2);
  session.who.account_id = row->text(3);
  session.who.onboarding_completed = row->boolean(4);
  session.refresh_expires_in = row->number(5);
  if (auto sound = row->finish(); !sound) return sound.error();
  return session;
}

}  // namespace latchkey
