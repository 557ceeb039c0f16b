#include <algorithm>
#include <memory>
#include <string>

#include "handlers/auth_verify/handler.h"
#include "tests/handlers/access_tokens.h"
#include "tests/handlers/auth_verify/fake_channel.h"

#include <CppUTest/TestHarness.h>

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
    context = std::make_unique<AuthVerify>(AuthVerify{tokens.verifier(), std::move(feed)});
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
  CHECK_TRUE(reply->headers == headers);
}

TEST(AuthVerify, DatabaseIsCalledAtTheStartAndForNoRequest) {
  for (int i = 0; i < 1000; ++i) CHECK_TRUE(ask().has_value());

  LONGS_EQUAL(1, channel->database.calls.size());
}

TEST(AuthVerify, LoggedOutTokenIsRefusedAtTheNextRequest) {
  CHECK_TRUE(ask().has_value());

  channel->tell(std::string(kSessionId));

  CHECK_TRUE(refusal() == ErrorCode::kSessionRevoked);
}

TEST(AuthVerify, WithoutAGoodTokenNobodyIsLetThrough) {
  authorization = "";
  CHECK_TRUE(refusal() == ErrorCode::kAccessTokenMissing);
  authorization = AccessTokens().bearer();  // of another key
  CHECK_TRUE(refusal() == ErrorCode::kAccessTokenInvalid);

  LONGS_EQUAL(0, channel->questions);
}

TEST(AuthVerify, WithoutContactNobodyIsLetThrough) {
  channel->is_up = false;

  CHECK_TRUE(refusal() == ErrorCode::kUnavailable);
}

TEST(AuthVerify, RefusalIsInTheSameWordsAndLetsNobodyThrough) {
  constexpr const char* kRefusal = "/api/auth/verify/refusal";
  CHECK_TRUE(ask(kRefusal).error().code == ErrorCode::kUnavailable);

  channel->tell(std::string(kSessionId));

  CHECK_TRUE(ask(kRefusal).error().code == ErrorCode::kSessionRevoked);
}

}  // namespace latchkey
