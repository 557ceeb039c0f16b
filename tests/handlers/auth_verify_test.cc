#include <algorithm>
#include <memory>
#include <string>

#include "handlers/auth_verify/handler.h"
#include "tests/handlers/access_tokens.h"
#include "tests/handlers/auth_verify/fake_channel.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(AuthVerify) {
  AccessTokens tokens;
  FakeChannel* channel = nullptr;  // the feed's
  std::unique_ptr<AuthVerify> context;
  std::string authorization = tokens.bearer();

  void setup() override {
    fake_now = std::chrono::seconds(1000);
    auto made = std::make_unique<FakeChannel>();
    channel = made.get();
    channel->database.answers_rows({});
    auto feed = std::make_unique<RevocationFeed>(
        std::move(made),
        RevocationFeed::Settings{900, std::chrono::seconds(5), fake_uptime, fake_clock});
    context = std::make_unique<AuthVerify>(AuthVerify{
        tokens.verifier(), std::vector<std::string>{"https://app.example"}, std::move(feed)});
  }

  // What a browser sends that opens a page: the cookie, and no Authorization header.
  std::string cookies;
  Request page_request(std::string_view path) {
    cookies = "a=1; __Host-latchkey-access=" + authorization.substr(7);
    Request request;
    request.path = path;
    request.cookie = cookies;
    request.asked_method = "GET";
    request.asked_uri = "/app/?x=1&y=2";
    request.sec_fetch_site = "same-origin";
    request.sec_fetch_mode = "navigate";
    return request;
  }

  Result<Response> ask(std::string_view path = "/api/auth/verify") {
    Request request;
    request.path = path;
    request.authorization = authorization;
    return handle_auth_verify(request, *context);
  }
  ErrorCode refusal() {
    const auto reply = ask();
    CHECK_FALSE(reply.has_value());
    return reply.error().code;
  }
};

TEST(AuthVerify, BearerOfALiveSessionIsNamedInHeaders) {
  const auto reply = ask();

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(204, reply->status);
  STRCMP_EQUAL("", reply->body.c_str());
  const decltype(reply->headers) headers = {{"X-User-Id", std::string(kUserId)},
                                            {"X-Account-Id", std::string(kAccountId)},
                                            {"X-Session-Id", std::string(kSessionId)},
                                            {"X-Onboarding-Completed", "true"}};
  CHECK_EQ(reply->headers, headers);
}

TEST(AuthVerify, DatabaseIsCalledAtTheStartAndForNoRequest) {
  for (int i = 0; i < 1000; ++i) CHECK_TRUE(ask().has_value());

  LONGS_EQUAL(1, channel->database.calls.size());
}

TEST(AuthVerify, LoggedOutTokenIsRefusedAtTheNextRequest) {
  CHECK_TRUE(ask().has_value());

  channel->tell(std::string(kSessionId));

  CHECK_EQ(refusal(), ErrorCode::kSessionRevoked);
}

TEST(AuthVerify, WithoutAGoodTokenNobodyIsLetThrough) {
  authorization = "";
  CHECK_EQ(refusal(), ErrorCode::kAccessTokenMissing);
  authorization = AccessTokens().bearer();  // of another key
  CHECK_EQ(refusal(), ErrorCode::kAccessTokenInvalid);

  LONGS_EQUAL(0, channel->questions);
}

TEST(AuthVerify, WithoutContactNobodyIsLetThrough) {
  channel->is_up = false;

  CHECK_EQ(refusal(), ErrorCode::kUnavailable);
}

TEST(AuthVerify, RefusalIsInTheSameWordsAndLetsNobodyThrough) {
  constexpr const char* kRefusal = "/api/auth/verify/refusal";
  CHECK_EQ(ask(kRefusal).error().code, ErrorCode::kUnavailable);

  channel->tell(std::string(kSessionId));

  CHECK_EQ(ask(kRefusal).error().code, ErrorCode::kSessionRevoked);
}

TEST(AuthVerify, CookieIsTakenWhereThereIsNoAuthorizationHeader) {
  Request request = page_request("/api/auth/verify");
  LONGS_EQUAL(204, handle_auth_verify(request, *context)->status);

  request.authorization = "Bearer x";
  CHECK_EQ(handle_auth_verify(request, *context).error().code, ErrorCode::kAccessTokenInvalid);
}

TEST(AuthVerify, WithoutPageSessionsTheCookieIsNotTaken) {
  context->page_origins.reset();

  const auto reply = handle_auth_verify(page_request("/api/auth/verify"), *context);

  CHECK_EQ(reply.error().code, ErrorCode::kAccessTokenMissing);
}

TEST(AuthVerify, CookieInARequestOfAnotherSiteIsRefusedAndSaidSo) {
  Request request = page_request("/api/auth/verify");
  request.asked_method = "POST";
  request.sec_fetch_site = "cross-site";
  LONGS_EQUAL(401, handle_auth_verify(request, *context)->status);

  request.path = "/api/auth/verify/continue";
  CHECK_EQ(handle_auth_verify(request, *context).error().code, ErrorCode::kCrossSiteRequest);
}

TEST(AuthVerify, OpenedPageWithoutAGoodCookieIsLedToAFreshOne) {
  channel->tell(std::string(kSessionId));

  const auto reply = handle_auth_verify(page_request("/api/auth/verify/continue"), *context);

  LONGS_EQUAL(302, reply->status);
  STRCMP_EQUAL("/auth/continue?to=%2Fapp%2F%3Fx%3D1%26y%3D2", reply->headers[0].second.c_str());
}

TEST(AuthVerify, OtherRequestsWithoutAGoodCookieGetTheWords) {
  channel->tell(std::string(kSessionId));
  Request request = page_request("/api/auth/verify/continue");
  const auto code = [&] { return handle_auth_verify(request, *context).error().code; };

  request.sec_fetch_mode = "cors";
  CHECK_EQ(code(), ErrorCode::kSessionRevoked);
  request.sec_fetch_mode = "navigate";
  request.asked_method = "POST";
  CHECK_EQ(code(), ErrorCode::kSessionRevoked);
  request.asked_method = "GET";
  request.sec_purpose = "prefetch;prerender";
  CHECK_EQ(code(), ErrorCode::kSessionRevoked);
}

}  // namespace latchkey
