#include <string>
#include <utility>

#include "handlers/service_credits/handler.h"
#include "lib/crypto/crypto.h"
#include "tests/handlers/calling_service.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kAccount = "33333333-3333-4333-8333-333333333333";
constexpr const char* kOneHold = "/api/service/credits/holds/44444444-4444-4444-8444-444444444444";
constexpr const char* kHoldId = "44444444-4444-4444-8444-444444444444";
constexpr const char* kAnswer = R"({"available":1})";

std::string amount_with(const std::string& more = {}) {
  return std::string(R"({"account_id":")") + kAccount + R"(","amount":4,"description":"D")" + more +
         "}";
}

std::string bytes_of(const Sha256& hash) { return {hash.begin(), hash.end()}; }

}  // namespace

TEST_GROUP(ServiceCredits) {
  CallingService service{handle_service_credits};
  FakeCaller& db = service.db;

  void setup() override { db.answers({"made", kAnswer}); }
  Result<Response> spend(const std::string& json) {
    return service.post("/api/service/credits/spend", json);
  }
  Result<Response> one(const std::string& action, const std::string& json) {
    return service.post(kOneHold + action, json);
  }
};

TEST(ServiceCredits, WhatIsSpentReachesTheFunctionWithTheHashesOfTokenAndKey) {
  const auto reply = spend(amount_with(R"(,"reference":"R")"));

  LONGS_EQUAL(201, reply->status);
  STRCMP_EQUAL(kAnswer, reply->body.c_str());
  STRCMP_EQUAL("service_credits_spend", db.calls[0].statement.c_str());
  CHECK_EQ(*db.calls[0].params[0], bytes_of(sha256("lks_" + std::string(43, 'A'))));
  CHECK_EQ(arguments_of(db.calls[0]), FakeCaller::Row{bytes_of(sha256(service.key)), kAccount, "4",
                                                      "D", "R", "192.0.2.7", "Worker", "req-1"});
}

TEST(ServiceCredits, GrantAndHoldAreFunctionsOfTheirOwn) {
  CHECK_TRUE(service.post("/api/service/credits/grant", amount_with()).has_value());
  STRCMP_EQUAL("service_credits_grant", db.calls[0].statement.c_str());

  CHECK_TRUE(service.post("/api/service/credits/holds", amount_with()).has_value());
  STRCMP_EQUAL("service_hold_make", db.calls[1].statement.c_str());
  STRCMP_EQUAL("600", db.calls[1].params[4]->c_str());
  CHECK_TRUE(
      service.post("/api/service/credits/holds", amount_with(R"(,"ttl":86400)")).has_value());
  STRCMP_EQUAL("86400", db.calls[2].params[4]->c_str());
}

TEST(ServiceCredits, HoldIsSettledWhollyOrInPart) {
  db.answers({"done", kAnswer});
  LONGS_EQUAL(200, one("/settle", "")->status);
  LONGS_EQUAL(200, one("/settle", R"({"amount":0,"description":"E"})")->status);

  CHECK_EQ(arguments_of(db.calls[0]),
           FakeCaller::Row{kHoldId, {}, {}, "192.0.2.7", "Worker", "req-1"});
  CHECK_EQ(arguments_of(db.calls[1]),
           FakeCaller::Row{kHoldId, "0", "E", "192.0.2.7", "Worker", "req-1"});
}

TEST(ServiceCredits, HoldIsReleasedOrRenewed) {
  db.answers({"done", kAnswer});
  LONGS_EQUAL(200, one("/release", "")->status);
  LONGS_EQUAL(200, one("/release", "{}")->status);
  LONGS_EQUAL(200, one("/renew", R"({"ttl":60})")->status);

  STRCMP_EQUAL("service_hold_release", db.calls[1].statement.c_str());
  CHECK_EQ(arguments_of(db.calls[2]),
           FakeCaller::Row{kHoldId, "60", "192.0.2.7", "Worker", "req-1"});
}

TEST(ServiceCredits, KeyIsRequiredWhereSomethingIsMade) {
  service.key = {};
  for (const char* path : {"spend", "grant", "holds"}) {
    const auto reply = service.post(std::string("/api/service/credits/") + path, amount_with());
    CHECK_EQ(reply.error().code, ErrorCode::kInvalidRequest);
    STRCMP_EQUAL("Idempotency-Key", first_field_of(reply).c_str());
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(ServiceCredits, ValuesOutOfBoundsAreNamed) {
  const std::pair<const char*, const char*> bodies[] = {
      {R"({"amount":1,"description":"D"})", "account_id"},
      {R"({"account_id":"7","amount":1,"description":"D"})", "account_id"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","description":"D"})", "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":0,"description":"D"})",
       "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":-1,"description":"D"})",
       "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":1.5,"description":"D"})",
       "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":"1","description":"D"})",
       "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":1000000001,"description":"D"})",
       "amount"},
      {R"({"account_id":"33333333-3333-4333-8333-333333333333","amount":1,"description":""})",
       "description"}};
  for (const auto& [body, field] : bodies) {
    const auto reply = spend(body);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(field, first_field_of(reply).c_str());
  }
  STRCMP_EQUAL("reference", first_field_of(spend(amount_with(R"(,"reference":"")"))).c_str());
  STRCMP_EQUAL("ttl", first_field_of(spend(amount_with(R"(,"ttl":1)"))).c_str());
  for (const char* ttl : {"0", "86401", "null"}) {
    STRCMP_EQUAL("ttl",
                 first_field_of(one("/renew", std::string(R"({"ttl":)") + ttl + "}")).c_str());
  }
  STRCMP_EQUAL("amount", first_field_of(one("/settle", R"({"amount":-1})")).c_str());
  STRCMP_EQUAL("x", first_field_of(one("/release", R"({"x":1})")).c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(ServiceCredits, EachRefusalHasItsCode) {
  const std::pair<const char*, ErrorCode> refusals[] = {
      {"service_token_invalid", ErrorCode::kServiceTokenInvalid},
      {"scope_missing", ErrorCode::kScopeMissing},
      {"insufficient_credits", ErrorCode::kInsufficientCredits},
      {"unknown", ErrorCode::kNotFound},
      {"conflict", ErrorCode::kValidationFailed},
      {"too_much", ErrorCode::kValidationFailed},
      {"hold_expired", ErrorCode::kHoldExpired},
      {"hold_released", ErrorCode::kHoldReleased},
      {"hold_settled", ErrorCode::kHoldSettled},
      {"odd", ErrorCode::kInternal}};
  for (const auto& [outcome, code] : refusals) {
    db.answers({outcome});
    CHECK_EQ(spend(amount_with()).error().code, code);
  }
  db.answers({"scope_missing"});
  const auto reply = service.post("/api/service/credits/grant", amount_with());
  STRCMP_EQUAL("must include credits:grant", reply.error().fields[0].error.c_str());
}

TEST(ServiceCredits, WithoutATokenOfAServiceTheDatabaseIsNotAsked) {
  for (const std::string& token :
       {std::string(), std::string("Bearer eyJhbGciOiJFUzI1NiJ9.e30.x"),
        "Bearer lks_" + std::string(42, 'A'), "Bearer lks_" + std::string(44, 'A'),
        "Basic lks_" + std::string(43, 'A'), "Bearer LKS_" + std::string(43, 'A')}) {
    service.authorization = token;
    CHECK_EQ(spend("not even JSON").error().code, ErrorCode::kServiceTokenInvalid);
  }
  LONGS_EQUAL(0, db.calls.size());
}

TEST(ServiceCredits, HoldWhoseIdIsNotAUuidIsNotFound) {
  for (const char* path :
       {"/api/service/credits/holds/7/settle", "/api/service/credits/holds//release",
        "/api/service/credits/holds/44444444-4444-4444-8444-444444444444/re"}) {
    CHECK_EQ(service.post(path, R"({"ttl":1})").error().code, ErrorCode::kNotFound);
  }
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
