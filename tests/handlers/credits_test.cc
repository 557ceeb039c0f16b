#include <string>

#include "handlers/credits/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Credits) {
  SignedInUser user;
  FakeCaller& db = user.db;

  Result<Response> ask(std::string_view query = {}) {
    return user.ask(handle_credits, user.get("/api/credits", query));
  }
};

TEST(Credits, BalanceAndLedgerAreShown) {
  db.answers({"ok", "[1,2]", "44444444-4444-4444-8444-444444444444", "23", "20"});

  const auto reply = ask("limit=2");

  STRCMP_EQUAL(
      R"({"balance":23,"available":20,"items":[1,2],"nextCursor":"RERERERERESERERERERERA"})",
      reply->body.c_str());
  STRCMP_EQUAL("credits_list", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "2", {}});
}

TEST(Credits, RefusalsHaveTheirCodes) {
  db.answers({"revoked"});
  CHECK_EQ(ask().error().code, ErrorCode::kSessionRevoked);
  db.answers({"invalid_cursor"});
  STRCMP_EQUAL("cursor", first_field(ask("cursor=RERERERERESERERERERERA")).c_str());
  db.answers({"ok", "[]", {}, "many", "20"});
  CHECK_EQ(ask().error().code, ErrorCode::kInternal);
  db.answers({"ok", "[]", {}, "23", "many"});
  CHECK_EQ(ask().error().code, ErrorCode::kInternal);
}

TEST(Credits, BadQueryOrNoTokenAsksNothing) {
  STRCMP_EQUAL("limit", first_field(ask("limit=101")).c_str());
  STRCMP_EQUAL("page", first_field(ask("page=2")).c_str());
  user.authorization = "";
  CHECK_EQ(ask().error().code, ErrorCode::kAccessTokenMissing);

  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
