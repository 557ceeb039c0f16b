#include "lib/openid/id_token.h"

#include <string>
#include <utility>

#include "lib/crypto/crypto.h"
#include "lib/crypto/rsa.h"
#include "tests/fakes/openid_provider.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr std::string_view kHeader = R"({"alg":"RS256","kid":"key-1"})";
constexpr std::string_view kClaims = R"({"sub":"1"})";

EvpKey key_of(const RsaKey& key) { return std::move(*rsa_public_key_from_jwk(key.n(), key.e())); }

bool is_taken(std::string_view header, std::string_view claims = kClaims) {
  const auto token = read_id_token(jws(provider_key(), header, claims));
  if (!token) LONGS_EQUAL(int(ErrorCode::kOauthCodeRejected), int(token.error().code));
  return token.has_value();
}

bool verifies(const std::string& token, const RsaKey& key) {
  const auto read = read_id_token(token);
  return read && verify_id_token_signature(*read, *key_of(key)).has_value();
}

}  // namespace

TEST_GROUP(IdToken) { const std::string good = jws(provider_key(), kHeader, kClaims); };

TEST(IdToken, GoodTokenIsReadAndVerified) {
  const auto token = read_id_token(good);

  CHECK_TRUE(token.has_value());
  CHECK_EQ(token->kid, "key-1");
  CHECK_EQ(dump_json(token->claims.get()), R"({"sub":"1"})");
  CHECK_TRUE(verifies(good, provider_key()));
}

TEST(IdToken, AnotherKeyDoesNotVerify) { CHECK_FALSE(verifies(good, other_key())); }

TEST(IdToken, SignatureOfOtherClaimsDoesNotVerify) {
  const std::string other = jws(provider_key(), kHeader, R"({"sub":"2"})");
  const std::string mixed = good.substr(0, good.rfind('.')) + other.substr(other.rfind('.'));

  CHECK_TRUE(read_id_token(mixed).has_value());
  CHECK_FALSE(verifies(mixed, provider_key()));
}

TEST(IdToken, AlgorithmsOfPublicKeysAreTakenAndNoOthers) {
  for (const char* alg : {"RS256", "PS256", "ES256", "ES384", "EdDSA"}) {
    CHECK_TRUE(is_taken(R"({"kid":"key-1","alg":")" + std::string(alg) + "\"}"));
  }
  for (const char* alg : {"none", "None", "HS256", "HS384", "HS512", "RS384", "RS512", "PS384",
                          "ES512", "ES256K", "rs256", ""}) {
    CHECK_FALSE(is_taken(R"({"kid":"key-1","alg":")" + std::string(alg) + "\"}"));
  }
  CHECK_FALSE(is_taken(R"({"kid":"key-1"})"));
  CHECK_FALSE(is_taken(R"({"kid":"key-1","alg":null})"));
  CHECK_FALSE(is_taken(R"({"kid":"key-1","alg":["RS256"]})"));
}

TEST(IdToken, HmacWithThePublicKeyAsSecretIsRefused) {
  const std::string signed_text =
      base64url(R"({"alg":"HS256","kid":"key-1"})") + '.' + base64url(kClaims);
  const std::string token =
      signed_text + '.' + base64url(hmac_sha256(provider_key().pem(), signed_text));

  CHECK_FALSE(read_id_token(token).has_value());
  CHECK_FALSE(verifies(token, provider_key()));
}

TEST(IdToken, TypIsJwtOrAbsent) {
  CHECK_TRUE(is_taken(R"({"alg":"RS256","kid":"k","typ":"JWT"})"));
  CHECK_TRUE(is_taken(R"({"alg":"RS256","kid":"k","typ":"jwt"})"));
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":"k","typ":"at+jwt"})"));
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":"k","typ":1})"));
}

TEST(IdToken, CritIsRefused) {
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":"k","crit":["b64"],"b64":true})"));
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":"k","crit":[]})"));
}

TEST(IdToken, KidIsATextOrAbsent) {
  CHECK_TRUE(is_taken(R"({"alg":"RS256"})"));
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":""})"));
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":7})"));
}

TEST(IdToken, DuplicateNamesAreRefused) {
  CHECK_FALSE(is_taken(R"({"alg":"RS256","kid":"k","alg":"RS256"})"));
  CHECK_FALSE(is_taken(kHeader, R"({"sub":"1","sub":"2"})"));
  CHECK_FALSE(is_taken(kHeader, R"({"sub":"1","s\u0075b":"2"})"));
}

TEST(IdToken, PartsAreJsonObjects) {
  CHECK_FALSE(is_taken("[]"));
  CHECK_FALSE(is_taken(kHeader, "\"text\""));
  CHECK_FALSE(is_taken(kHeader, ""));
  CHECK_FALSE(is_taken(kHeader, R"({"sub":"1"} )"
                                "junk"));
  CHECK_FALSE(is_taken(kHeader, R"({"sub":"a\u0000b"})"));
  CHECK_FALSE(is_taken(kHeader, "{\"sub\":\"\xff\"}"));
}

TEST(IdToken, FormIsStrict) {
  CHECK_FALSE(read_id_token("").has_value());
  CHECK_FALSE(read_id_token("..").has_value());
  CHECK_FALSE(read_id_token(good.substr(0, good.rfind('.'))).has_value());
  CHECK_FALSE(read_id_token(good.substr(0, good.rfind('.') + 1)).has_value());
  for (const char* junk : {"!", "=", "==", " ", "\n", ".", ".x", "!junk"}) {
    CHECK_FALSE(read_id_token(good + junk).has_value());
  }
  CHECK_FALSE(read_id_token(" " + good).has_value());
  CHECK_FALSE(read_id_token(good + std::string(1, '\0')).has_value());
}

TEST(IdToken, UnusedBitsOfTheSignatureAreZero) {
  // 256 bytes end in a character of which two bits count.
  std::string token = good;
  const std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  token.back() = alphabet[alphabet.find(token.back()) + 1];

  CHECK_FALSE(read_id_token(token).has_value());
}

TEST(IdToken, SizeIsCapped) {
  const auto with_padding = [](std::size_t size) {
    return R"({"sub":")" + std::string(size, 'x') + "\"}";
  };

  CHECK_TRUE(is_taken(kHeader, with_padding(48'000)));
  CHECK_FALSE(is_taken(kHeader, with_padding(49'200)));
}

}  // namespace latchkey
