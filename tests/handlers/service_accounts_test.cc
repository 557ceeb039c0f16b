#include "handlers/service_accounts/handler.h"
#include "tests/handlers/calling_service.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(ServiceAccounts) {
  CallingService service{handle_service_accounts};
  FakeCaller& db = service.db;
};

TEST(ServiceAccounts, AccountIsShown) {
  db.answers({"found", "{}"});

  const auto reply = service.get("/api/service/accounts/33333333-3333-4333-8333-333333333333");

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL("{}", reply->body.c_str());
  STRCMP_EQUAL("service_account_get", db.calls[0].statement.c_str());
  CHECK_EQ(arguments_of(db.calls[0]),
           FakeCaller::Row{"33333333-3333-4333-8333-333333333333", "192.0.2.7", "Worker", "req-1"});
}

TEST(ServiceAccounts, WhatIsNotThereIsNotFound) {
  db.answers({"unknown"});
  const auto reply = service.get("/api/service/accounts/33333333-3333-4333-8333-333333333333");
  CHECK_EQ(reply.error().code, ErrorCode::kNotFound);

  db.answers({"scope_missing"});
  const auto refused = service.get("/api/service/accounts/33333333-3333-4333-8333-333333333333");
  STRCMP_EQUAL("must include accounts:read", refused.error().fields[0].error.c_str());

  CHECK_EQ(service.get("/api/service/accounts/7").error().code, ErrorCode::kNotFound);
  LONGS_EQUAL(2, db.calls.size());
}

}  // namespace latchkey
