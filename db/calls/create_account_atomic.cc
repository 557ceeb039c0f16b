#include "db/calls/create_account_atomic.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kCreateAccountAtomic{
    "create_account_atomic",
    "SELECT created, user_id, email, full_name, avatar_url, account_id, account_name,"
    " account_slug, credits, available, onboarding_completed, session_id, refresh_expires_in"
    " FROM latchkey_api.create_account_atomic($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"};

}  // namespace

Result<OpenedSession> create_account_atomic(Caller& db, const Person& person,
                                            const Sha256& refresh_hash, const SignUpRules& rules,
                                            const Client& client) {
  const Params params{person.issuer,        person.subject, person.email,      person.full_name,
                      person.avatar_url,    refresh_hash,   rules.refresh_ttl, rules.max_age,
                      rules.signup_credits, client.ip,      client.user_agent, client.request_id};
  auto row = Row::of_call(db, kCreateAccountAtomic, params);
  if (!row) return row.error();

  OpenedSession session;
  session.created = row->boolean(0);
  session.who = row->user_account(1);
  session.session_id = row->text(11);
  session.refresh_expires_in = row->number(12);
  if (auto sound = row->finish(); !sound) return sound.error();
  return session;
}

}  // namespace latchkey
