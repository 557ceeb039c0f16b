#include "lib/http/problem.h"

#include <string>

#include "lib/base/result.h"
#include "lib/json/json.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

std::string header(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "(none)";
}

}  // namespace

TEST_GROUP(Problem){};

TEST(Problem, SaysWhatClientsActOn) {
  const Response response =
      problem(Error::of(ErrorCode::kRefreshTokenReused, "secret detail"), "r-1");

  LONGS_EQUAL(401, response.status);
  STRCMP_EQUAL(R"({"type":"about:blank","title":"Unauthorized","status":401,)"
               R"("detail":"The refresh token was used before; sign in again.",)"
               R"("error":"The refresh token was used before; sign in again.",)"
               R"("code":"refresh_token_reused","requestId":"r-1"})",
               response.body.c_str());
  STRCMP_EQUAL("application/problem+json", header(response, "Content-Type").c_str());
}

TEST(Problem, FieldsAreListedAndEscaped) {
  const Error error{ErrorCode::kValidationFailed, "", {{"a\"b", "is required"}, {"c", "too long"}}};

  const Response response = problem(error, "r");

  LONGS_EQUAL(422, response.status);
  STRCMP_CONTAINS(
      R"("fields":[{"field":"a\"b","error":"is required"},{"field":"c","error":"too long"}])",
      response.body.c_str());
}

TEST(Problem, NamesOfFieldsAreBoundedInNumberAndLength) {
  Error error{ErrorCode::kInvalidRequest, "", {}};
  for (int i = 0; i < 5000; ++i) error.fields.push_back({std::string(5000, 'x'), "is unknown"});

  const Response response = problem(error, "r");

  const auto body = parse_json(response.body);
  const json_t* const fields = json_object_get(body->get(), "fields");
  LONGS_EQUAL(20, json_array_size(fields));
  LONGS_EQUAL(100, json_string_length(json_object_get(json_array_get(fields, 0), "field")));
}

TEST(Problem, UnauthorizedNamesTheScheme) {
  for (const auto code : {ErrorCode::kAccessTokenMissing, ErrorCode::kSessionRevoked}) {
    STRCMP_EQUAL("Bearer", header(problem(Error::of(code, ""), ""), "WWW-Authenticate").c_str());
  }
}

TEST(Problem, UnavailableSaysWhenToComeBack) {
  for (const auto code : {ErrorCode::kUnavailable, ErrorCode::kIdentityProviderUnavailable}) {
    STRCMP_EQUAL("1", header(problem(Error::of(code, ""), ""), "Retry-After").c_str());
  }
  STRCMP_EQUAL("(none)",
               header(problem(Error::of(ErrorCode::kInternal, ""), ""), "Retry-After").c_str());
}

}  // namespace latchkey
