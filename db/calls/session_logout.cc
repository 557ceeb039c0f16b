#include "db/calls/session_logout.h"

#include <string>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kSessionLogout{
    "session_logout",
    "SELECT outcome, revoked FROM latchkey_api.session_logout($1, $2, $3, $4, $5)"};

}  // namespace

Result<std::int64_t> session_logout(Caller& db, const Sha256& presented, std::string_view scope,
                                    const Client& client) {
  const Params params{presented, scope, client.ip, client.user_agent, client.request_id};
  auto row = Row::of_call(db, kSessionLogout, params);
  if (!row) return row.error();

  const std::string outcome = row->text(0);
  if (outcome == "unknown") return std::int64_t{0};
  if (outcome != "revoked") return row->unexpected(outcome);
  const std::int64_t revoked = row->number(1);
  if (auto sound = row->finish(); !sound) return sound.error();
  return revoked;
}

}  // namespace latchkey
