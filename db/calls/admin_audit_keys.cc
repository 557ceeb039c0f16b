#include "db/calls/admin_audit_keys.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAdminAuditKeys{"admin_audit_keys",
                                    "SELECT latchkey_api.admin_audit_keys($1, $2, $3)"};

}  // namespace

Result<Done> admin_audit_keys(Caller& db, std::string_view action, std::string_view kid,
                              std::string_view actor) {
  const Params params{action, kid, actor};
  const auto row = Row::of_call(db, kAdminAuditKeys, params);
  if (!row) return row.error();
  return Done{};
}

}  // namespace latchkey
