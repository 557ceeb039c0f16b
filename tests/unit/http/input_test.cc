#include "lib/http/input.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

Request with_body(std::string_view type, std::string body) {
  Request request;
  request.content_type = type;
  request.body = std::move(body);
  return request;
}

ErrorCode body_error(std::string_view type, std::string body) {
  return json_body(with_body(type, std::move(body))).error().code;
}

Result<PageQuery> page(std::string_view query) {
  Request request;
  request.query = query;
  return page_query(request);
}

std::string bad_parameter(std::string_view query) {
  const auto result = page(query);
  return result ? "(none)" : result.error().fields.at(0).field;
}

bool takes_key(std::string_view key) {
  Request request;
  request.idempotency_key = key;
  return idempotency_key(request).has_value();
}

Result<std::string_view> id_of(std::string_view path) {
  Request request;
  request.path = path;
  return path_id(request, "/api/leads/");
}

std::string cookie_of(std::string_view header) {
  Request request;
  request.cookie = header;
  return std::string(cookie(request, "__Host-t").value_or("(none)"));
}

}  // namespace

TEST_GROUP(JsonBody){};

TEST(JsonBody, ParametersAndCaseOfTheTypeDoNotMatter) {
  for (const auto* type : {"application/json", "Application/JSON", "application/json;charset=utf-8",
                           "application/json ; charset=utf-8"}) {
    CHECK_TRUE(json_body(with_body(type, "{}")).has_value());
  }
}

TEST(JsonBody, AnotherTypeIsUnsupported) {
  for (const auto* type : {"", "text/plain", "application/jsonp",
                           "application/x-www-form-urlencoded", "application/json, text/plain"}) {
    CHECK_EQ(body_error(type, "{}"), ErrorCode::kUnsupportedMediaType);
  }
}

TEST(JsonBody, NoBodyOrNoJsonIsInvalid) {
  CHECK_EQ(body_error("", ""), ErrorCode::kInvalidRequest);
  CHECK_EQ(body_error("application/json", ""), ErrorCode::kInvalidRequest);
  CHECK_EQ(body_error("application/json", "{"), ErrorCode::kInvalidRequest);
  CHECK_EQ(body_error("application/json", R"({"a":1,"a":2})"), ErrorCode::kInvalidRequest);
}

TEST_GROUP(IdempotencyKey){};

TEST(IdempotencyKey, AbsentIsNothing) {
  const auto key = idempotency_key(Request());

  CHECK_TRUE(key.has_value());
  CHECK_FALSE(key->has_value());
}

TEST(IdempotencyKey, IsVisibleAsciiOfALimitedLength) {
  CHECK_TRUE(takes_key(std::string(16, '!')));
  CHECK_TRUE(takes_key(std::string(128, '~')));
  CHECK_FALSE(takes_key(""));
  CHECK_FALSE(takes_key(std::string(15, 'a')));
  CHECK_FALSE(takes_key(std::string(129, 'a')));
  CHECK_FALSE(takes_key("0123456789 abcdef"));
  CHECK_FALSE(takes_key("0123456789abcdef\x7f"));
  CHECK_FALSE(takes_key("0123456789abcdef\xc3\xa4"));
}

TEST_GROUP(PathId){};

TEST(PathId, IsAUuidAfterThePrefix) {
  const auto id = id_of("/api/leads/0b0c0d0e-0102-4304-8506-0708090a0b0c");

  CHECK_TRUE(id.has_value());
  CHECK_EQ(*id, "0b0c0d0e-0102-4304-8506-0708090a0b0c");
}

TEST(PathId, AnythingElseIsNotFound) {
  for (const auto* path : {"/api/leads/", "/api/leads/7", "/api/leads", "/other",
                           "/api/leads/0b0c0d0e-0102-4304-8506-0708090a0b0c/"}) {
    CHECK_EQ(id_of(path).error().code, ErrorCode::kNotFound);
  }
}

TEST_GROUP(PageQueryOf){};

TEST(PageQueryOf, HasDefaults) {
  LONGS_EQUAL(25, page("")->limit);
  STRCMP_EQUAL("", page("")->cursor.c_str());
}

TEST(PageQueryOf, TakesLimitAndDecodesCursor) {
  const auto result = page("cursor=a%2Fb%3d&limit=100");

  LONGS_EQUAL(100, result->limit);
  STRCMP_EQUAL("a/b=", result->cursor.c_str());
}

TEST(PageQueryOf, NamesTheParameterItRefuses) {
  for (const auto* query : {"limit=0", "limit=101", "limit=", "limit=1e1", "limit=-1", "limit= 1",
                            "limit=99999999999999999999", "limit=1&limit=1"}) {
    STRCMP_EQUAL("limit", bad_parameter(query).c_str());
  }
  for (const auto* query :
       {"cursor=", "cursor=%", "cursor=%4", "cursor=%zz", "cursor=a&cursor=a"}) {
    STRCMP_EQUAL("cursor", bad_parameter(query).c_str());
  }
  STRCMP_EQUAL("offset", bad_parameter("offset=3").c_str());
}

TEST_GROUP(CookieOf){};

TEST(CookieOf, IsFoundByItsWholeName) {
  STRCMP_EQUAL("v", cookie_of("__Host-t=v").c_str());
  STRCMP_EQUAL("v=w", cookie_of("a=b; __Host-t=v=w; c=d").c_str());
  STRCMP_EQUAL("", cookie_of("__Host-t=").c_str());
  STRCMP_EQUAL("(none)", cookie_of("x__Host-t=v; __Host-tt=v; __host-t=v").c_str());
}

TEST(CookieOf, SentTwiceCountsAsAbsent) {
  STRCMP_EQUAL("(none)", cookie_of("__Host-t=v; __Host-t=w").c_str());
}

}  // namespace latchkey
