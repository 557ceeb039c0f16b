#include "lib/api/refresh_transport.h"

#include <string>

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

const IssuedTokens kTokens{"access", "refresh", 900, 604800};

Request cookie_request() {
  Request request;
  request.client_header = "web";
  request.origin = "https://app.example";
  request.cookie = "__Host-latchkey-refresh=from-cookie";
  return request;
}

std::string presented(const RefreshTransport& transport, const Request& request) {
  const auto json = transport.input(request);
  if (!json) return "(no input)";
  ObjectReader reader(json->get());
  const std::string text = transport.presented(request, reader);
  return reader.finish() ? text : "(not valid)";
}

}  // namespace

TEST_GROUP(RefreshInBody) {
  const RefreshTransport transport = RefreshTransport::in_body();
  Request request;

  void body(const char* text) {
    request.content_type = "application/json";
    request.body = text;
  }
};

TEST(RefreshInBody, TokenComesFromJson) {
  body(R"({"refreshToken":"from-body"})");
  request.cookie = "__Host-latchkey-refresh=from-cookie";

  CHECK_TRUE(transport.check(request).has_value());
  STRCMP_EQUAL("from-body", presented(transport, request).c_str());
}

TEST(RefreshInBody, TokenMustBeThere) {
  STRCMP_EQUAL("(no input)", presented(transport, request).c_str());
  body("{}");
  STRCMP_EQUAL("(not valid)", presented(transport, request).c_str());
}

TEST(RefreshInBody, TokensAreAnsweredInJson) {
  const Response response = transport.reply(transport.members(kTokens), kTokens);

  STRCMP_EQUAL(
      R"({"accessToken":"access","refreshToken":"refresh","expiresIn":900,"refreshExpiresIn":604800})",
      response.body.c_str());
  CHECK_TRUE(response.headers.empty());
}

TEST_GROUP(RefreshInCookie) {
  const RefreshTransport transport = RefreshTransport::in_cookie({"https://app.example"});
  Request request = cookie_request();

  ErrorCode refusal() { return transport.check(request).error().code; }
};

TEST(RefreshInCookie, TokenComesFromTheCookieOnly) {
  STRCMP_EQUAL("from-cookie", presented(transport, request).c_str());

  request.content_type = "application/json";
  request.body = R"({"refreshToken":"from-body"})";
  STRCMP_EQUAL("from-cookie", presented(transport, request).c_str());

  request.cookie = "";
  STRCMP_EQUAL("", presented(transport, request).c_str());
}

TEST(RefreshInCookie, OurOwnPageAndProgramsWithoutOriginMayCall) {
  CHECK_TRUE(transport.check(request).has_value());
  request.origin = "";
  CHECK_TRUE(transport.check(request).has_value());
}

TEST(RefreshInCookie, WithoutTheClientHeaderNobodyMay) {
  request.client_header = "";
  CHECK_TRUE(refusal() == ErrorCode::kForbidden);
}

TEST(RefreshInCookie, AnotherOriginMayNot) {
  for (const auto* origin : {"https://evil.example", "https://app.example.evil.example",
                             "https://app.example:444", "http://app.example", "null"}) {
    request.origin = origin;
    CHECK_TRUE(refusal() == ErrorCode::kForbidden);
  }
}

TEST(RefreshInCookie, TokensAreAnsweredInTheCookie) {
  const Response response = transport.reply(transport.members(kTokens), kTokens);

  STRCMP_EQUAL(R"({"accessToken":"access","expiresIn":900,"refreshExpiresIn":604800})",
               response.body.c_str());
  LONGS_EQUAL(1, response.headers.size());
  STRCMP_EQUAL("Set-Cookie", response.headers[0].first.c_str());
  STRCMP_EQUAL(
      "__Host-latchkey-refresh=refresh; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=604800",
      response.headers[0].second.c_str());
}

TEST(RefreshInCookie, CookieIsTakenAway) {
  Response response;

  transport.clear(response);

  STRCMP_EQUAL("__Host-latchkey-refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
               response.headers.at(0).second.c_str());
}

}  // namespace latchkey
