#include "db/calls/admin_services.h"

#include <span>

#include "db/calls/row.h"
#include "lib/postgres/params.h"

namespace latchkey {
namespace {

constexpr Statement kAdd{
    "admin_service_add",
    "SELECT latchkey_api.admin_service_add($1, $2, pg_catalog.string_to_array($3, ','), $4)"};
constexpr Statement kList{"admin_service_list",
                          "SELECT kind, name, scopes, created_at, last_used_at, previous_until"
                          " FROM latchkey_api.admin_service_list()"};
constexpr Statement kRotate{"admin_service_rotate",
                            "SELECT latchkey_api.admin_service_rotate($1, $2, $3, $4)"};
constexpr Statement kRemove{"admin_service_remove",
                            "SELECT latchkey_api.admin_service_remove($1, $2)"};
constexpr Statement kRole{"admin_service_role",
                          "SELECT latchkey_api.admin_service_role($1, $2, $3)"};

Result<Done> done_where(std::string_view success, Caller& db, const Statement& statement,
                        std::span<const Param> params) {
  auto row = Row::of_call(db, statement, params);
  if (!row) return row.error();
  const std::string outcome = row->text(0);
  if (outcome == success) return Done{};
  if (outcome == "unknown") return Error::of(ErrorCode::kNotFound, "there is no such name");
  if (outcome == "taken") {
    return Error::of(ErrorCode::kInvalidRequest, "there is a service of that name already");
  }
  if (outcome == "refused") {
    return Error::of(ErrorCode::kInvalidRequest, "this role belongs to Latchkey or to PostgreSQL");
  }
  if (outcome == "kept") {
    return Error::of(ErrorCode::kInvalidRequest,
                     "another role has granted latchkey_app to it; REVOKE it as that role");
  }
  return row->unexpected(outcome);
}

}  // namespace

Result<Done> admin_service_add(Caller& db, std::string_view name, const Sha256& token,
                               std::string_view scopes, std::string_view actor) {
  const Params params{name, token, scopes, actor};
  return done_where("added", db, kAdd, params);
}

Result<std::vector<AdminService>> admin_service_list(Caller& db) {
  auto rows = Rows::of_call(db, kList, {});
  if (!rows) return rows.error();
  std::vector<AdminService> services;
  while (rows->next()) {
    services.push_back({rows->text(0), rows->text(1), rows->optional_text(2),
                        rows->optional_text(3), rows->optional_text(4), rows->optional_text(5)});
  }
  return rows->checked(std::move(services));
}

Result<Done> admin_service_rotate(Caller& db, std::string_view name, const Sha256& token,
                                  std::int64_t keep, std::string_view actor) {
  const Params params{name, token, keep, actor};
  return done_where("rotated", db, kRotate, params);
}

Result<Done> admin_service_remove(Caller& db, std::string_view name, std::string_view actor) {
  const Params params{name, actor};
  return done_where("removed", db, kRemove, params);
}

Result<Done> admin_service_role(Caller& db, std::string_view role, bool allow,
                                std::string_view actor) {
  const std::string_view allowed = allow ? "true" : "false";
  const Params params{role, allowed, actor};
  return done_where(allow ? "allowed" : "denied", db, kRole, params);
}

}  // namespace latchkey
