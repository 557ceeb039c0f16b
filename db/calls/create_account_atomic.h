// Finds or makes the user of an identity and opens a session for them, in one transaction.
#pragma once

#include <cstdint>
#include <string>

#include "lib/api/client.h"
#include "lib/api/user_account.h"
#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/openid/person.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct SignUpRules {
  std::int64_t refresh_ttl = 0;  // seconds
  std::int64_t max_age = 0;      // seconds; 0: none
  std::int64_t signup_credits = 0;
};

struct OpenedSession {
  bool created = false;  // the account is new
  UserAccount who;
  std::string session_id;
  std::int64_t refresh_expires_in = 0;  // seconds
};

// `person`: their (issuer, subject) is the user's key; without a full name they get the e-mail's
// local part. `refresh_hash`: of the session's first refresh token.
Result<OpenedSession> create_account_atomic(Caller& db, const Person& person,
                                            const Sha256& refresh_hash, const SignUpRules& rules,
                                            const Client& client);

}  // namespace latchkey
