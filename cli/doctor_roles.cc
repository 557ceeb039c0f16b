#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "cli/doctor_checks.h"

namespace latchkey {
namespace {

constexpr std::string_view kRoles = LATCHKEY_ROLES;  // separated by commas

std::optional<Error> refusal_of(const ConnectAs& connect, const std::string& role) {
  const auto db = connect(role);
  if (!db) return db.error();
  const auto answer = (*db)->call({"doctor", "SELECT 1"}, {});
  if (answer) return std::nullopt;
  return answer.error();
}

}  // namespace

CheckResults examine_roles(const ConnectAs& connect) {
  std::string refused;
  std::string why;
  std::size_t let_in = 0;
  for (std::string_view rest = kRoles; !rest.empty();) {
    const std::string role(rest.substr(0, rest.find(',')));
    rest.remove_prefix(std::min(role.size() + 1, rest.size()));
    auto error = refusal_of(connect, role);
    if (!error) {
      ++let_in;
      continue;
    }
    refused += (refused.empty() ? "" : ", ") + role;
    if (why.empty()) why = std::move(error->detail);
  }
  if (refused.empty()) return {{"roles", true, "all " + std::to_string(let_in) + " are let in"}};
  const std::string what = let_in == 0 ? "Postgres refuses the roles of all programs: "
                                       : "Postgres does not let " + refused + " in: ";
  return {{"roles", false, what + why + "; then systemctl reload postgresql"}};
}

}  // namespace latchkey
