#include "lib/openid/jwks.h"

#include <string>

#include "lib/openid/document.h"
#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

const std::string kUri = "https://keys.example/jwks";

ProviderKeys keys_of(const std::string& jwk) {
  const auto document = parse_json("{\"keys\":[" + jwk + "]}");
  CHECK_TRUE(document.has_value());
  return keys_from_jwks(document->get());
}

const RsaKey& short_key() {
  static const RsaKey key(2047);
  return key;
}

}  // namespace

TEST_GROUP(KeysFromJwks){};

TEST(KeysFromJwks, SigningKeysAreTaken) {
  const ProviderKeys keys = keys_of(provider_key().jwk("a") + "," +
                                    other_key().jwk("b", R"(,"use":"sig","alg":"RS256")") + "," +
                                    other_key().jwk("c", R"(,"key_ops":["verify"])"));

  LONGS_EQUAL(3, keys.size());
  CHECK_EQ(keys[0].kid, "a");
  CHECK_TRUE(is_key_for(JwsAlgorithm::kRs256, *keys[0].key));
}

TEST(KeysFromJwks, KeysForOtherPurposesArePassedOver) {
  for (const char* more :
       {R"(,"use":"enc")", R"(,"use":7)", R"(,"alg":"RS512")", R"(,"alg":"ES256")",
        R"(,"key_ops":["encrypt"])", R"(,"key_ops":"verify")"}) {
    LONGS_EQUAL(0, keys_of(provider_key().jwk("a", more)).size());
  }
}

TEST(KeysFromJwks, OtherTypesArePassedOver) {
  LONGS_EQUAL(1, keys_of(R"({"kty":"EC","kid":"e","crv":"P-256","x":"AA","y":"AA"},7,null,[],)"
                         R"({"kty":"oct","kid":"o","k":"c2VjcmV0"},)" +
                         provider_key().jwk("a"))
                     .size());
}

TEST(KeysFromJwks, WeakKeysArePassedOver) {
  const auto jwk = [](const std::string& n, const std::string& e) {
    return R"({"kty":"RSA","kid":"w","n":")" + n + R"(","e":")" + e + "\"}";
  };

  LONGS_EQUAL(0, keys_of(short_key().jwk("short")).size());
  LONGS_EQUAL(0, keys_of(jwk(provider_key().n(), "AQ")).size());    // e = 1
  LONGS_EQUAL(0, keys_of(jwk(provider_key().n(), "AQAA")).size());  // e is even
  LONGS_EQUAL(0, keys_of(jwk(provider_key().n(), "")).size());
  LONGS_EQUAL(0, keys_of(jwk("", "AQAB")).size());
  LONGS_EQUAL(0, keys_of(jwk(provider_key().n() + "=", "AQAB")).size());
  LONGS_EQUAL(0, keys_of(jwk(std::string(2048, 'A') + "AQ", "AQAB")).size());
  LONGS_EQUAL(1, keys_of(jwk(provider_key().n(), "Aw")).size());  // e = 3
}

TEST(KeysFromJwks, OtherKeysThanRsaAreTakenToo) {
  // RFC 7517, appendix A.1, and RFC 8037, appendix A.2.
  const ProviderKeys keys = keys_of(R"({"kty":"EC","crv":"P-256","kid":"e","use":"sig",)"
                                    R"("x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",)"
                                    R"("y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"},)"
                                    R"({"kty":"OKP","crv":"Ed25519","kid":"o",)"
                                    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");

  LONGS_EQUAL(2, keys.size());
  CHECK_TRUE(is_key_for(JwsAlgorithm::kEs256, *keys[0].key));
  CHECK_FALSE(is_key_for(JwsAlgorithm::kEs384, *keys[0].key));
  CHECK_TRUE(is_key_for(JwsAlgorithm::kEdDsa, *keys[1].key));
}

TEST_GROUP(FindKey){};

TEST(FindKey, OfTwoKeysWithOneIdTheFirstCounts) {
  const ProviderKeys keys = keys_of(provider_key().jwk("a") + "," + other_key().jwk("a"));

  POINTERS_EQUAL(keys[0].key.get(), find_key(keys, "a", JwsAlgorithm::kRs256));
}

TEST(FindKey, WithoutAnIdOnlyOneKeyMayFit) {
  const ProviderKeys one = keys_of(provider_key().jwk("a"));
  const ProviderKeys two = keys_of(provider_key().jwk("a") + "," + other_key().jwk("b"));
  const ProviderKeys told_apart = keys_of(provider_key().jwk("a", R"(,"alg":"RS256")") + "," +
                                          other_key().jwk("b", R"(,"alg":"PS256")"));

  POINTERS_EQUAL(one[0].key.get(), find_key(one, std::nullopt, JwsAlgorithm::kRs256));
  POINTERS_EQUAL(nullptr, find_key(two, std::nullopt, JwsAlgorithm::kRs256));
  POINTERS_EQUAL(told_apart[1].key.get(), find_key(told_apart, std::nullopt, JwsAlgorithm::kPs256));
}

TEST(FindKey, KeyWithoutIdServesTokensWithoutOne) {
  const ProviderKeys keys =
      keys_of(R"({"kty":"RSA","n":")" + provider_key().n() + R"(","e":"AQAB"})");

  POINTERS_EQUAL(keys[0].key.get(), find_key(keys, std::nullopt, JwsAlgorithm::kRs256));
  POINTERS_EQUAL(nullptr, find_key(keys, "a", JwsAlgorithm::kRs256));
}

TEST(FindKey, AlgOfAKeyAndItsTypeAreHeldTo) {
  const ProviderKeys keys = keys_of(provider_key().jwk("a", R"(,"alg":"RS256")"));

  POINTERS_EQUAL(nullptr, find_key(keys, "a", JwsAlgorithm::kPs256));
  POINTERS_EQUAL(nullptr, find_key(keys, "a", JwsAlgorithm::kEs256));
}

TEST_GROUP(JwksCache) {
  FakeOpenIdProvider provider;
  JwksCache cache{provider, fake_clock};

  void setup() override { fake_now = 1'767'322'800; }
  bool is_known(const char* kid) { return cache.key(kUri, kid, JwsAlgorithm::kRs256).has_value(); }
  void fails(const char* kid, ErrorCode code) {
    const auto key = cache.key(kUri, kid, JwsAlgorithm::kRs256);
    CHECK_FALSE(key.has_value());
    LONGS_EQUAL(int(code), int(key.error().code));
  }
};

TEST(JwksCache, KeysAreFetchedOnce) {
  CHECK_TRUE(cache.prepare(kUri).has_value());
  for (int i = 0; i < 100; ++i) CHECK_TRUE(is_known("key-1"));

  LONGS_EQUAL(1, provider.jwks_requests);
}

TEST(JwksCache, RotatedKeyIsFetchedAtOnceAfterTheFirstLoad) {
  CHECK_TRUE(is_known("key-1"));
  provider.jwks = {provider_key().jwk("key-2")};

  CHECK_TRUE(is_known("key-2"));
  CHECK_FALSE(is_known("key-1"));
  LONGS_EQUAL(2, provider.jwks_requests);
}

TEST(JwksCache, UnknownKeysCauseOneFetchInAMinute) {
  CHECK_TRUE(is_known("key-1"));
  for (int i = 0; i < 100; ++i) fails("made-up", ErrorCode::kOauthCodeRejected);
  LONGS_EQUAL(2, provider.jwks_requests);

  fake_now += 60;
  fails("made-up", ErrorCode::kOauthCodeRejected);
  LONGS_EQUAL(2, provider.jwks_requests);

  fake_now += 1;
  fails("made-up", ErrorCode::kOauthCodeRejected);
  LONGS_EQUAL(3, provider.jwks_requests);
}

TEST(JwksCache, KnownKeysServeOnWhileTheProviderIsDown) {
  CHECK_TRUE(is_known("key-1"));
  provider.down = Error::of(ErrorCode::kUnavailable, "down");

  fake_now += 7200;
  CHECK_TRUE(cache.prepare(kUri).has_value());
  CHECK_TRUE(is_known("key-1"));
  fails("key-2", ErrorCode::kIdentityProviderUnavailable);
  LONGS_EQUAL(2, provider.jwks_requests);
}

TEST(JwksCache, DocumentsWithoutKeysChangeNothing) {
  CHECK_TRUE(is_known("key-1"));
  provider.jwks = {};

  fails("key-2", ErrorCode::kIdentityProviderUnavailable);
  CHECK_TRUE(is_known("key-1"));
}

TEST(JwksCache, WithdrawnKeyGoesWithinAnHour) {
  CHECK_TRUE(cache.prepare(kUri).has_value());
  provider.jwks = {other_key().jwk("key-2")};

  fake_now += 3601;
  CHECK_TRUE(cache.prepare(kUri).has_value());

  CHECK_FALSE(is_known("key-1"));
  LONGS_EQUAL(2, provider.jwks_requests);
}

TEST(JwksCache, FirstLoadIsTriedAgainSoon) {
  provider.jwks_status = 500;
  for (int i = 0; i < 10; ++i) fails("key-1", ErrorCode::kIdentityProviderUnavailable);
  LONGS_EQUAL(1, provider.jwks_requests);

  provider.jwks_status = 200;
  fake_now += 2;
  CHECK_TRUE(cache.prepare(kUri).has_value());
  CHECK_TRUE(is_known("key-1"));
}

TEST(JwksCache, ClockSetBackDoesNotStopFetching) {
  CHECK_TRUE(is_known("key-1"));
  fails("key-2", ErrorCode::kOauthCodeRejected);
  provider.jwks.push_back(other_key().jwk("key-2"));

  fake_now -= 86'400;

  CHECK_TRUE(is_known("key-2"));
}

}  // namespace latchkey
