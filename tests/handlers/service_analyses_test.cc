#include <string>
#include <utility>

#include "handlers/service_analyses/handler.h"
#include "tests/handlers/calling_service.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kOne = "/api/service/analyses/55555555-5555-4555-8555-555555555555";
constexpr const char* kId = "55555555-5555-4555-8555-555555555555";

// {"fence":1,"result":{"a":"xx…"}} whose result has `bytes` bytes.
std::string with_result_of(std::size_t bytes) {
  const std::size_t frame = std::string(R"({"a":""})").size();
  return R"({"fence":1,"result":{"a":")" + std::string(bytes - frame, 'x') + R"("}})";
}

}  // namespace

TEST_GROUP(ServiceAnalyses) {
  CallingService service{handle_service_analyses};
  FakeCaller& db = service.db;

  void setup() override { db.answers({"done", R"({"analysis":null})"}); }
  Result<Response> claim(const std::string& json) {
    return service.post("/api/service/analyses/claim", json);
  }
  Result<Response> one(const std::string& action, const std::string& json) {
    return service.post(kOne + action, json);
  }
};

TEST(ServiceAnalyses, ClaimIsForATime) {
  STRCMP_EQUAL(R"({"analysis":null})", claim("")->body.c_str());
  CHECK_TRUE(claim(R"({"lease":3600})").has_value());

  STRCMP_EQUAL("service_analysis_claim", db.calls[0].statement.c_str());
  CHECK_EQ(arguments_of(db.calls[0]), FakeCaller::Row{"300", "192.0.2.7", "Worker", "req-1"});
  STRCMP_EQUAL("3600", db.calls[1].params[1]->c_str());
}

TEST(ServiceAnalyses, EachEndReachesItsFunction) {
  LONGS_EQUAL(200, one("/renew", R"({"fence":2})")->status);
  LONGS_EQUAL(200, one("/done", R"({"fence":2,"result":{"n":[1, 2]}})")->status);
  LONGS_EQUAL(200, one("/fail", R"({"fence":2,"reason":"R"})")->status);
  LONGS_EQUAL(200, one("/fail", R"({"fence":2,"reason":"R","retry":true})")->status);

  CHECK_EQ(arguments_of(db.calls[0]),
           FakeCaller::Row{kId, "2", "300", "192.0.2.7", "Worker", "req-1"});
  CHECK_EQ(arguments_of(db.calls[1]),
           FakeCaller::Row{kId, "2", R"({"n":[1,2]})", "192.0.2.7", "Worker", "req-1"});
  CHECK_EQ(arguments_of(db.calls[2]),
           FakeCaller::Row{kId, "2", "R", "false", "192.0.2.7", "Worker", "req-1"});
  STRCMP_EQUAL("true", db.calls[3].params[4]->c_str());
}

TEST(ServiceAnalyses, ResultMayHave60KiB) {
  CHECK_TRUE(one("/done", with_result_of(60 * 1024)).has_value());
  STRCMP_EQUAL("result", first_field_of(one("/done", with_result_of(60 * 1024 + 1))).c_str());
}

TEST(ServiceAnalyses, ValuesOutOfBoundsAreNamed) {
  const std::pair<const char*, std::pair<const char*, const char*>> bodies[] = {
      {"/renew", {"{}", "fence"}},
      {"/renew", {R"({"fence":0})", "fence"}},
      {"/renew", {R"({"fence":1,"lease":4})", "lease"}},
      {"/renew", {R"({"fence":1,"lease":3601})", "lease"}},
      {"/done", {R"({"fence":1})", "result"}},
      {"/done", {R"({"fence":1,"result":null})", "result"}},
      {"/done", {R"({"fence":1,"result":"text"})", "result"}},
      {"/fail", {R"({"fence":1})", "reason"}},
      {"/fail", {R"({"fence":1,"reason":""})", "reason"}},
      {"/fail", {R"({"fence":1,"reason":"R","retry":1})", "retry"}}};
  for (const auto& [action, sent] : bodies) {
    const auto reply = one(action, sent.first);
    CHECK_EQ(reply.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL(sent.second, first_field_of(reply).c_str());
  }
  STRCMP_EQUAL("lease", first_field_of(claim(R"({"lease":"5"})")).c_str());
  STRCMP_EQUAL("result",
               first_field_of(one("/fail", R"({"fence":1,"reason":"R","result":{}})")).c_str());
  LONGS_EQUAL(0, db.calls.size());
}

TEST(ServiceAnalyses, EachRefusalHasItsCode) {
  const std::pair<const char*, ErrorCode> refusals[] = {
      {"service_token_invalid", ErrorCode::kServiceTokenInvalid},
      {"scope_missing", ErrorCode::kScopeMissing},
      {"lease_lost", ErrorCode::kLeaseLost},
      {"unknown", ErrorCode::kNotFound}};
  for (const auto& [outcome, code] : refusals) {
    db.answers({outcome});
    CHECK_EQ(one("/renew", R"({"fence":1})").error().code, code);
  }
}

TEST(ServiceAnalyses, AnalysisWhoseIdIsNotAUuidIsNotFound) {
  const auto reply = service.post("/api/service/analyses/7/done", R"({"fence":1,"result":{}})");
  CHECK_EQ(reply.error().code, ErrorCode::kNotFound);
}

}  // namespace latchkey
