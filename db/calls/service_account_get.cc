#include "db/calls/service_account_get.h"

namespace latchkey {
namespace {

constexpr ServiceStatement kAccountGet{
    {"service_account_get",
     "SELECT outcome, answer FROM latchkey_api.service_account_get($1, $2, $3, $4, $5)"},
    "accounts:read"};

}  // namespace

Result<std::string> service_account_get(Caller& db, const ServiceCaller& who,
                                        std::string_view account) {
  const Params params{who.token, account, who.client.ip, who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kAccountGet, params);
}

}  // namespace latchkey
