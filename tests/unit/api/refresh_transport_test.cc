#include "lib/api/refresh_transport.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

const std::string kOfBody = std::string(42, 'b') + "A";
const std::string kOfCookie = std::string(42, 'c') + "A";
const std::string kCookieHeader = "__Host-latchkey-refresh=" + kOfCookie;
const std::string kBody = R"({"refreshToken":")" + kOfBody + R"("})";
const IssuedTokens kTokens{"access", "refresh", 900, 604800};

Request cookie_request() {
  Request request;
  request.client_header = "web";
  request.origin = "https://app.example";
  request.cookie = kCookieHeader;
  return request;
}

std::string presented(const RefreshTransport& transport, const Request& request) {
  const auto token = transport.presented(request);
  if (!token) {
    return token.error().code == ErrorCode::kValidationFailed ? "(not valid)" : "(no input)";
  }
  return *token ? (*token)->text() : "";
}

}  // namespace

TEST_GROUP(RefreshInBody) {
  const RefreshTransport transport = RefreshTransport::in_body();
  Request request;

  void body(std::string_view text) {
    request.content_type = "application/json";
    request.body = text;
  }
};

TEST(RefreshInBody, TokenComesFromJson) {
  body(kBody);
  request.cookie = kCookieHeader;

  CHECK_TRUE(transport.check(request).has_value());
  STRCMP_EQUAL(kOfBody.c_str(), presented(transport, request).c_str());
}

TEST(RefreshInBody, TokenMustBeThere) {
  STRCMP_EQUAL("(no input)", presented(transport, request).c_str());
  body("{}");
  STRCMP_EQUAL("(not valid)", presented(transport, request).c_str());
}

TEST(RefreshInBody, OtherMembersAreReadWithTheToken) {
  body(R"({"refreshToken":")" + kOfBody + R"(","scope":"local"})");
  CHECK_FALSE(transport.presented(request).has_value());

  std::string scope;
  const auto token = transport.presented(
      request, [&](ObjectReader& reader) { scope = reader.text("scope", 0, 16); });

  STRCMP_EQUAL(kOfBody.c_str(), (*token)->text().c_str());
  STRCMP_EQUAL("local", scope.c_str());
}

TEST(RefreshInBody, WhatCannotBeATokenOfOursIsNone) {
  body(R"({"refreshToken":"from-somewhere"})");

  STRCMP_EQUAL("", presented(transport, request).c_str());
}

TEST(RefreshInBody, TokensAreAnsweredInJson) {
  const Response response = transport.reply(kTokens);

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
  STRCMP_EQUAL(kOfCookie.c_str(), presented(transport, request).c_str());

  request.content_type = "application/json";
  request.body = kBody;
  STRCMP_EQUAL(kOfCookie.c_str(), presented(transport, request).c_str());

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
  CHECK_EQ(refusal(), ErrorCode::kForbidden);
}

TEST(RefreshInCookie, AnotherOriginMayNot) {
  for (const auto* origin : {"https://evil.example", "https://app.example.evil.example",
                             "https://app.example:444", "http://app.example", "null"}) {
    request.origin = origin;
    CHECK_EQ(refusal(), ErrorCode::kForbidden);
  }
}

TEST(RefreshInCookie, TokensAreAnsweredInTheCookie) {
  const Response response = transport.reply(kTokens);

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
