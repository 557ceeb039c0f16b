// What a handler needs whose callers show an access token and whose answers come from the database.
#pragma once

#include <initializer_list>

#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/jwt/access_token.h"
#include "lib/postgres/caller.h"
#include "lib/worker/worker.h"

namespace latchkey {

// For the handler's WorkerSpec.
inline constexpr std::initializer_list<Key> kSignedInKeys = {Key::kPublicUrl, Key::kAudience,
                                                             Key::kJwksFile};

struct SignedIn {
  Caller& db;
  AccessTokenVerifier verifier;

  static Result<SignedIn> create(Services& services);
};

}  // namespace latchkey
