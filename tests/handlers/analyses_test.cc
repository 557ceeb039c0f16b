#include <string>

#include "handlers/analyses/handler.h"
#include "tests/handlers/signed_in_user.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kId = "55555555-5555-4555-8555-555555555555";
constexpr const char* kAnalysis = R"({"id":"55555555-5555-4555-8555-555555555555"})";

// {"title":"T","input":{"a":"xx…"}} whose input has `bytes` bytes.
std::string with_input_of(std::size_t bytes) {
  const std::size_t frame = std::string(R"({"a":""})").size();
  return R"({"title":"T","input":{"a":")" + std::string(bytes - frame, 'x') + R"("}})";
}

}  // namespace

TEST_GROUP(Analyses) {
  SignedInUser user;
  FakeCaller& db = user.db;

  Result<Response> ask(const Request& request) { return user.ask(handle_analyses, request); }
  Result<Response> create(const std::string& json) { return ask(user.post("/api/analyses", json)); }
  void setup() override { db.answers({"created", kAnalysis}); }
};

TEST(Analyses, AnalysisIsMadeOfWhatWasSent) {
  const auto reply = create(R"({"title":"T","lead_id":"44444444-4444-4444-8444-444444444444",)"
                            R"("input":{"depth": 2, "name":"\"x\""}})");

  LONGS_EQUAL(201, reply->status);
  STRCMP_EQUAL(kAnalysis, reply->body.c_str());
  STRCMP_EQUAL("analysis_create", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "T",
                                               "44444444-4444-4444-8444-444444444444",
                                               R"({"depth":2,"name":"\"x\""})", std::nullopt});
}

TEST(Analyses, TitleIsEnough) {
  CHECK_TRUE(create(R"({"title":"T"})").has_value());

  CHECK_EQ(db.calls[0].params,
           FakeCaller::Row{std::string(kSessionId), std::string(kUserId), "T", {}, {}, {}});
}

TEST(Analyses, InputMayHave16KiB) {
  CHECK_TRUE(create(with_input_of(16 * 1024)).has_value());
  STRCMP_EQUAL("input", first_field(create(with_input_of(16 * 1024 + 1))).c_str());
}

TEST(Analyses, ValuesOutOfBoundsAreNamed) {
  const std::pair<std::string, const char*> bodies[] = {
      {"{}", "title"},
      {R"({"title":""})", "title"},
      {R"({"title":")" + std::string(201, 'x') + R"("})", "title"},
      {R"({"title":"T","lead_id":""})", "lead_id"},
      {R"({"title":"T","lead_id":7})", "lead_id"},
      {R"({"title":"T","lead_id":"44444444-4444-4444-8444-44444444444x"})", "lead_id"},
      {R"({"title":"T","input":[]})", "input"},
      {R"({"title":"T","input":"{}"})", "input"},
  };
  for (const auto& [body, field] : bodies) {
    const auto reply = create(body);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(field, first_field(reply).c_str());
  }
  STRCMP_EQUAL("credits_spent", first_field(create(R"({"title":"T","credits_spent":0})")).c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Analyses, EachRefusalHasItsCode) {
  const std::pair<const char*, ErrorCode> refusals[] = {
      {"revoked", ErrorCode::kSessionRevoked},
      {"onboarding_required", ErrorCode::kOnboardingRequired},
      {"insufficient_credits", ErrorCode::kInsufficientCredits},
      {"lead_unknown", ErrorCode::kValidationFailed},
      {"conflict", ErrorCode::kValidationFailed}};
  for (const auto& [outcome, code] : refusals) {
    db.answers({outcome});
    CHECK_EQ(create(R"({"title":"T"})").error().code, code);
  }
}

TEST(Analyses, LeadOfSomebodyElseIsNamed) {
  db.answers({"lead_unknown"});

  STRCMP_EQUAL("lead_id", first_field(create(R"({"title":"T"})")).c_str());
}

TEST(Analyses, BadIdempotencyKeySpendsNothing) {
  Request request = user.post("/api/analyses", R"({"title":"T"})");
  request.idempotency_key = "short";

  STRCMP_EQUAL("Idempotency-Key", first_field(ask(request)).c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(Analyses, PageIsListed) {
  db.answers({"ok", "[1]"});

  const auto reply = ask(user.get("/api/analyses"));

  STRCMP_EQUAL(R"({"items":[1],"nextCursor":null})", reply->body.c_str());
  STRCMP_EQUAL("analysis_list", db.calls[0].statement.c_str());
}

TEST(Analyses, OneIsShownToItsOwnerOnly) {
  const std::string path = std::string("/api/analyses/") + kId;
  db.answers({"found", kAnalysis});
  STRCMP_EQUAL(kAnalysis, ask(user.get(path))->body.c_str());
  db.answers({"unknown"});
  CHECK_EQ(ask(user.get(path)).error().code, ErrorCode::kNotFound);

  STRCMP_EQUAL("analysis_get", db.calls[0].statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{std::string(kSessionId), std::string(kUserId), kId});
}

TEST(Analyses, WithoutATokenTheDatabaseIsNotAsked) {
  user.authorization = "";

  CHECK_EQ(create(R"({"title":"T"})").error().code, ErrorCode::kAccessTokenMissing);
  LONGS_EQUAL(0, db.calls.size());
}

}  // namespace latchkey
