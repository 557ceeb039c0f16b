#include "handlers/service_credits/handler.h"

#include <string>
#include <string_view>
#include <utility>

#include "db/calls/service_credits.h"
#include "lib/http/input.h"
#include "lib/http/limits.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::string_view kSpend = "/api/service/credits/spend";
constexpr std::string_view kGrant = "/api/service/credits/grant";
constexpr std::string_view kHolds = "/api/service/credits/holds";
constexpr std::string_view kOneHold = "/api/service/credits/holds/";
constexpr std::string_view kSettle = "/settle";
constexpr std::string_view kRelease = "/release";
constexpr std::string_view kRenew = "/renew";

Result<Response> ok_or(Result<std::string> answer) {
  if (!answer) return answer.error();
  return ok(std::move(*answer));
}

Result<Response> created_or(Result<std::string> answer) {
  if (!answer) return answer.error();
  return created(std::move(*answer));
}

ServiceAmount read_amount(ObjectReader& reader) {
  ServiceAmount amount;
  amount.account_id = reader.uuid("account_id");
  amount.amount = reader.number("amount", 1, kMaxCredits);
  amount.description = reader.text("description", 1, kMaxText);
  amount.reference = reader.optional_text("reference", 1, kMaxReference);
  return amount;
}

Result<Response> spend_or_grant(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto key = required_attempt(request);
  if (!key) return key.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const ServiceAmount amount = read_amount(reader);
  if (auto read = reader.finish(); !read) return read.error();

  return created_or(request.path == kSpend ? service_credits_spend(db, who, *key, amount)
                                           : service_credits_grant(db, who, *key, amount));
}

Result<Response> hold(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto key = required_attempt(request);
  if (!key) return key.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const ServiceAmount amount = read_amount(reader);
  const auto ttl = reader.optional_number("ttl", 1, kMaxHold);
  if (auto read = reader.finish(); !read) return read.error();

  return created_or(service_hold_make(db, who, *key, amount, ttl.value_or(kDefaultHold)));
}

Result<Response> settle(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneHold, kSettle);
  if (!id) return id.error();
  const auto json = optional_json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const auto amount = reader.optional_number("amount", 0, kMaxCredits);
  const auto description = reader.optional_text("description", 1, kMaxText);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_hold_settle(db, who, *id, amount, description));
}

Result<Response> release(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneHold, kRelease);
  if (!id) return id.error();
  const auto json = optional_json_body(request);
  if (!json) return json.error();
  if (auto read = ObjectReader(json->get()).finish(); !read) return read.error();

  return ok_or(service_hold_release(db, who, *id));
}

Result<Response> renew(const Request& request, const ServiceCaller& who, Caller& db) {
  const auto id = path_id(request, kOneHold, kRenew);
  if (!id) return id.error();
  const auto json = json_body(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const std::int64_t ttl = reader.number("ttl", 1, kMaxHold);
  if (auto read = reader.finish(); !read) return read.error();

  return ok_or(service_hold_renew(db, who, *id, ttl));
}

}  // namespace

Result<Response> handle_service_credits(const Request& request, const ServiceCaller& who,
                                        Caller& db) {
  if (request.path == kSpend || request.path == kGrant) return spend_or_grant(request, who, db);
  if (request.path == kHolds) return hold(request, who, db);
  if (request.path.ends_with(kSettle)) return settle(request, who, db);
  return request.path.ends_with(kRelease) ? release(request, who, db) : renew(request, who, db);
}

}  // namespace latchkey
