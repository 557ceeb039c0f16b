#include "lib/openid/discovery.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_GROUP(Discovery) {
  FakeOpenIdProvider provider;
  Discovery discovery{provider, FakeOpenIdProvider::kIssuer, fake_clock};

  void setup() override { fake_now = 1'767'322'800; }
  void is_unavailable() {
    const auto metadata = discovery.metadata();
    CHECK_FALSE(metadata.has_value());
    LONGS_EQUAL(int(ErrorCode::kIdentityProviderUnavailable), int(metadata.error().code));
  }
};

TEST(Discovery, EndpointsAreRead) {
  const auto metadata = discovery.metadata();

  CHECK_TRUE(metadata.has_value());
  CHECK_EQ((*metadata)->authorization_endpoint, "https://id.example/authorize");
  CHECK_EQ((*metadata)->token_endpoint, "https://token.example/token");
  CHECK_EQ((*metadata)->jwks_uri, "https://keys.example/jwks");
  CHECK_TRUE((*metadata)->userinfo_endpoint.empty());
  CHECK_FALSE((*metadata)->takes_secret_in_body_only);
}

TEST(Discovery, OnlyEndpointsOfTheDocumentAreOpened) {
  CHECK_TRUE(discovery.metadata().has_value());

  LONGS_EQUAL(2, provider.allowed.size());
  CHECK_EQ(provider.allowed[0], "https://token.example/token");
  CHECK_EQ(provider.allowed[1], "https://keys.example/jwks");
}

TEST(Discovery, DocumentIsKeptForAnHour) {
  for (int i = 0; i < 10; ++i) CHECK_TRUE(discovery.metadata().has_value());
  LONGS_EQUAL(1, provider.discovery_requests);

  fake_now += 3601;
  CHECK_TRUE(discovery.metadata().has_value());
  LONGS_EQUAL(2, provider.discovery_requests);
}

TEST(Discovery, OldDocumentServesOnWhileTheProviderIsDown) {
  CHECK_TRUE(discovery.metadata().has_value());
  provider.down = Error::of(ErrorCode::kUnavailable, "down");

  fake_now += 86'400;
  for (int i = 0; i < 10; ++i) CHECK_TRUE(discovery.metadata().has_value());
  LONGS_EQUAL(2, provider.discovery_requests);

  fake_now += 61;
  CHECK_TRUE(discovery.metadata().has_value());
  LONGS_EQUAL(3, provider.discovery_requests);
}

TEST(Discovery, ProviderThatIsDownIsNotHammered) {
  provider.down = Error::of(ErrorCode::kUnavailable, "down");
  for (int i = 0; i < 100; ++i) is_unavailable();
  LONGS_EQUAL(1, provider.discovery_requests);

  provider.down.reset();
  fake_now += 2;
  CHECK_TRUE(discovery.metadata().has_value());
}

TEST(Discovery, DocumentOfAnotherIssuerIsRefused) {
  for (const char* issuer : {"https://evil.example", "https://id.example/", "HTTPS://id.example"}) {
    FakeOpenIdProvider other;
    other.discovery = replaced(other.discovery, "https://id.example", issuer);
    Discovery refused(other, FakeOpenIdProvider::kIssuer, fake_clock);

    CHECK_FALSE(refused.metadata().has_value());
  }
}

TEST(Discovery, SlashAtTheIssuersEndIsNotDoubled) {
  provider.discovery = replaced(provider.discovery, "https://id.example", "https://id.example/");
  Discovery slashed(provider, "https://id.example/", fake_clock);

  CHECK_TRUE(slashed.metadata().has_value());
}

TEST(Discovery, EndpointsMustBeSecure) {
  for (const char* endpoint :
       {"http://token.example/token", "http://127.0.0.1/token", "ftp://token.example/token",
        "https://user:password@token.example/token", "/token", "", "https://token.example/#t",
        "https://token.example\\\\@evil.example/"}) {
    FakeOpenIdProvider other;
    other.discovery = replaced(other.discovery, "https://token.example/token", endpoint);
    Discovery refused(other, FakeOpenIdProvider::kIssuer, fake_clock);

    CHECK_FALSE(refused.metadata().has_value());
    LONGS_EQUAL(0, other.allowed.size());
  }
}

TEST(Discovery, MissingEndpointIsUnavailable) {
  provider.discovery = replaced(provider.discovery, "jwks_uri", "another_uri");
  is_unavailable();
}

TEST(Discovery, GarbageIsUnavailable) {
  for (const char* body : {"", "<html>", "[]", "{", "null"}) {
    FakeOpenIdProvider other;
    other.discovery = body;
    Discovery refused(other, FakeOpenIdProvider::kIssuer, fake_clock);

    CHECK_FALSE(refused.metadata().has_value());
  }
}

TEST(Discovery, SecretGoesIntoTheBodyWhereThatAloneIsListed) {
  provider.discovery = replaced(provider.discovery, "client_secret_basic", "private_key_jwt");
  CHECK_TRUE((*discovery.metadata())->takes_secret_in_body_only);
}

TEST(Discovery, SecretGoesIntoTheHeaderWhereTheDocumentIsSilent) {
  provider.discovery = replaced(provider.discovery, "token_endpoint_auth_methods_supported", "x");
  CHECK_FALSE((*discovery.metadata())->takes_secret_in_body_only);
}

TEST(Discovery, SlashThatDiffersIsTold) {
  for (const auto& [configured, named] : {std::pair("https://id.example", "https://id.example/"),
                                          std::pair("https://id.example/", "https://id.example")}) {
    FakeOpenIdProvider other;
    other.discovery = replaced(other.discovery, "https://id.example", named);
    Discovery refused(other, configured, fake_clock);

    CHECK_EQ(refused.metadata().error().detail,
             std::string("discovery: the provider's issuer is ") + named +
                 ", and LATCHKEY_OIDC_ISSUER is " + configured +
                 "; write it with the same slash at the end, or without one");
  }
}

TEST(Discovery, UserinfoIsTakenWhereItIsSecure) {
  provider.userinfo = "{}";
  CHECK_EQ((*discovery.metadata())->userinfo_endpoint, "https://userinfo.example/me");
  CHECK_EQ(provider.allowed.back(), "https://userinfo.example/me");

  FakeOpenIdProvider other;
  other.discovery =
      R"({"userinfo_endpoint":"http://userinfo.example/me",)" + other.discovery.substr(1);
  Discovery without(other, FakeOpenIdProvider::kIssuer, fake_clock);
  CHECK_TRUE((*without.metadata())->userinfo_endpoint.empty());
}

TEST(Discovery, SigningAlgorithmsAreRead) {
  CHECK_TRUE((*discovery.metadata())->signing_algorithms.empty());

  FakeOpenIdProvider other;
  other.discovery =
      R"({"id_token_signing_alg_values_supported":["ES256","none"],)" + other.discovery.substr(1);
  Discovery listed(other, FakeOpenIdProvider::kIssuer, fake_clock);
  CHECK_EQ((*listed.metadata())->signing_algorithms, std::vector<std::string>({"ES256", "none"}));
}

}  // namespace latchkey
