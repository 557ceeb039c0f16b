// Services, as an administrator makes and removes them, and the database roles that may call schema
// latchkey_app. `actor`: who asks, for the audit log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/crypto/crypto.h"
#include "lib/postgres/caller.h"

namespace latchkey {

struct AdminService {
  std::string kind;  // service, or role: a database role, which has its name alone
  std::string name;
  std::optional<std::string> scopes;  // separated by commas
  std::optional<std::string> created_at;
  std::optional<std::string> last_used_at;
  std::optional<std::string> previous_until;  // until when the former token is taken
};

// `token`: hash. `scopes`: separated by commas. kInvalidRequest where the name is taken.
Result<Done> admin_service_add(Caller& db, std::string_view name, const Sha256& token,
                               std::string_view scopes, std::string_view actor);
Result<std::vector<AdminService>> admin_service_list(Caller& db);
// `keep`: seconds that the former token lives on. kNotFound where there is no such service.
Result<Done> admin_service_rotate(Caller& db, std::string_view name, const Sha256& token,
                                  std::int64_t keep, std::string_view actor);
Result<Done> admin_service_remove(Caller& db, std::string_view name, std::string_view actor);
// kNotFound where there is no such role; kInvalidRequest where it is not the adopter's, or another
// role has let it in.
Result<Done> admin_service_role(Caller& db, std::string_view role, bool allow,
                                std::string_view actor);

}  // namespace latchkey
