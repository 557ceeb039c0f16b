#include <memory>
#include <string>
#include <utility>

#include "handlers/auth_config/handler.h"
#include "lib/http/problem.h"
#include "tests/fakes/openid_provider.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

AuthConfig context_on(std::unique_ptr<FakeOpenIdProvider> http) {
  Discovery provider(*http, FakeOpenIdProvider::kIssuer, fake_clock);
  return {std::move(http), std::move(provider), FakeOpenIdProvider::kIssuer,
          FakeOpenIdProvider::kClientId, "body"};
}

}  // namespace

TEST_GROUP(AuthConfig) {
  FakeOpenIdProvider* fake = new FakeOpenIdProvider;
  AuthConfig context = context_on(std::unique_ptr<FakeOpenIdProvider>(fake));

  void setup() override { fake_now = 1'767'322'800; }
};

TEST(AuthConfig, NamesTheProviderAndThisClient) {
  const auto reply = handle_auth_config({}, context);

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL(R"({"issuer":"https://id.example",)"
               R"("authorizationEndpoint":"https://id.example/authorize","clientId":"client-1",)"
               R"("scope":"openid email profile","refreshTransport":"body"})",
               reply->body.c_str());
}

TEST(AuthConfig, ProviderIsAskedOnce) {
  for (int i = 0; i < 10; ++i) CHECK_TRUE(handle_auth_config({}, context).has_value());

  LONGS_EQUAL(1, fake->discovery_requests);
}

TEST(AuthConfig, DownProviderIsA503AndIsNotHammered) {
  fake->down = Error::of(ErrorCode::kUnavailable, "down");

  for (int i = 0; i < 10; ++i) {
    const auto reply = handle_auth_config({}, context);
    CHECK_FALSE(reply.has_value());
    LONGS_EQUAL(int(ErrorCode::kIdentityProviderUnavailable), int(reply.error().code));
  }
  LONGS_EQUAL(503, problem_kind(ErrorCode::kIdentityProviderUnavailable).status);
  LONGS_EQUAL(1, fake->discovery_requests);
}

TEST(AuthConfig, ProviderThatCameBackIsFound) {
  fake->down = Error::of(ErrorCode::kUnavailable, "down");
  CHECK_FALSE(handle_auth_config({}, context).has_value());
  fake->down.reset();

  fake_now += 2;

  CHECK_TRUE(handle_auth_config({}, context).has_value());
}

}  // namespace latchkey
