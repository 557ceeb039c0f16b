#include "db/calls/service_credits.h"

namespace latchkey {
namespace {

constexpr ServiceStatement kCreditsSpend{
    {"service_credits_spend",
     "SELECT outcome, answer FROM latchkey_api.service_credits_spend($1, $2, $3, $4, $5, $6, $7, "
     "$8, $9)"},
    "credits:spend"};
constexpr ServiceStatement kCreditsGrant{
    {"service_credits_grant",
     "SELECT outcome, answer FROM latchkey_api.service_credits_grant($1, $2, $3, $4, $5, $6, $7, "
     "$8, $9)"},
    "credits:grant"};
constexpr ServiceStatement kHoldMake{
    {"service_hold_make",
     "SELECT outcome, answer FROM latchkey_api.service_hold_make($1, $2, $3, $4, $5, $6, $7, $8, "
     "$9, $10)"},
    "credits:spend"};
constexpr ServiceStatement kHoldSettle{
    {"service_hold_settle",
     "SELECT outcome, answer FROM latchkey_api.service_hold_settle($1, $2, $3, $4, $5, $6, $7)"},
    "credits:spend"};
constexpr ServiceStatement kHoldRelease{
    {"service_hold_release",
     "SELECT outcome, answer FROM latchkey_api.service_hold_release($1, $2, $3, $4, $5)"},
    "credits:spend"};
constexpr ServiceStatement kHoldRenew{
    {"service_hold_renew",
     "SELECT outcome, answer FROM latchkey_api.service_hold_renew($1, $2, $3, $4, $5, $6)"},
    "credits:spend"};

Result<std::string> change(Caller& db, const ServiceStatement& statement, const ServiceCaller& who,
                           const Sha256& key, const ServiceAmount& amount) {
  const Params params{who.token,
                      key,
                      amount.account_id,
                      amount.amount,
                      amount.description,
                      amount.reference,
                      who.client.ip,
                      who.client.user_agent,
                      who.client.request_id};
  return call_service(db, statement, params);
}

}  // namespace

Result<std::string> service_credits_spend(Caller& db, const ServiceCaller& who, const Sha256& key,
                                          const ServiceAmount& amount) {
  return change(db, kCreditsSpend, who, key, amount);
}

Result<std::string> service_credits_grant(Caller& db, const ServiceCaller& who, const Sha256& key,
                                          const ServiceAmount& amount) {
  return change(db, kCreditsGrant, who, key, amount);
}

Result<std::string> service_hold_make(Caller& db, const ServiceCaller& who, const Sha256& key,
                                      const ServiceAmount& amount, std::int64_t ttl) {
  const Params params{who.token,
                      key,
                      amount.account_id,
                      amount.amount,
                      ttl,
                      amount.description,
                      amount.reference,
                      who.client.ip,
                      who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kHoldMake, params);
}

Result<std::string> service_hold_settle(Caller& db, const ServiceCaller& who, std::string_view hold,
                                        std::optional<std::int64_t> amount,
                                        const std::optional<std::string>& description) {
  const Params params{who.token,
                      hold,
                      amount,
                      description,
                      who.client.ip,
                      who.client.user_agent,
                      who.client.request_id};
  return call_service(db, kHoldSettle, params);
}

Result<std::string> service_hold_release(Caller& db, const ServiceCaller& who,
                                         std::string_view hold) {
  const Params params{who.token, hold, who.client.ip, who.client.user_agent, who.client.request_id};
  return call_service(db, kHoldRelease, params);
}

Result<std::string> service_hold_renew(Caller& db, const ServiceCaller& who, std::string_view hold,
                                       std::int64_t ttl) {
  const Params params{
      who.token, hold, ttl, who.client.ip, who.client.user_agent, who.client.request_id};
  return call_service(db, kHoldRenew, params);
}

}  // namespace latchkey
