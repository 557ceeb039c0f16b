// The form of a token: what is signed, by which key, in which encoding.
#include <string>

#include "lib/jwt/access_token.h"
#include "tests/unit/jwt/forge.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

// 4 KiB are over for the token of this payload and header: `size` bytes in all.
std::string token_of_size(const KeyPair& keys, std::size_t size) {
  for (std::size_t filler = 0; filler < size; ++filler) {
    const std::string jti = '"' + std::string(filler, 'x') + 'x' + '"';
    const std::string payload = Payload().change("jti", jti).str();
    const std::size_t bytes =
        (keys.header().size() * 4 + 2) / 3 + (payload.size() * 4 + 2) / 3 + 88;
    if (bytes >= size) return keys.token(keys.header(), payload);
  }
  return {};
}

}  // namespace

TEST_GROUP(VerifierForm) {
  KeyPair keys;
  AccessTokenVerifier verifier =
      std::move(*AccessTokenVerifier::create(keys.jwks(), settings(), test_clock));
  std::string payload = Payload().str();

  void setup() override { clock_time = kNow; }

  bool accepts(std::string_view token) {
    const auto claims = verifier.verify(token);
    if (!claims) CHECK_EQ(claims.error().code, ErrorCode::kAccessTokenInvalid);
    return claims.has_value();
  }
  bool accepts_header(std::string_view header) { return accepts(keys.token(header, payload)); }
  // The header with kid, and these members before it.
  std::string header(const std::string& members) {
    return "{" + members + R"(,"kid":")" + keys.jwk.kid + R"("})";
  }
};

TEST(VerifierForm, ARightTokenGivesItsClaims) {
  const auto claims = verifier.verify(keys.token(keys.header(), payload));

  STRCMP_EQUAL(kUser, claims->user_id.c_str());
  STRCMP_EQUAL(kSession, claims->session_id.c_str());
  STRCMP_EQUAL(kAccount, claims->account_id.c_str());
  CHECK_TRUE(claims->onboarding_completed);
  LONGS_EQUAL(kNow + 900, claims->expires_at);
}

TEST(VerifierForm, OtherAlgorithmsAreRefused) {
  for (const auto* alg : {"none", "None", "HS256", "RS256", "ES384", "ES512", "ES256K", "EdDSA",
                          "PS256", "es256", "ES256 ", ""}) {
    CHECK_FALSE_TEXT(accepts_header(header(R"("typ":"at+jwt","alg":")" + std::string(alg) + '"')),
                     alg);
  }
  CHECK_FALSE(accepts_header(header(R"("typ":"at+jwt")")));
  CHECK_FALSE(accepts_header(header(R"("typ":"at+jwt","alg":["ES256"])")));
  CHECK_FALSE(accepts_header(header(R"("typ":"at+jwt","alg":null)")));
}

TEST(VerifierForm, AlgNoneWithoutASignatureIsRefused) {
  const std::string text =
      base64url(header(R"("typ":"at+jwt","alg":"none")")) + "." + base64url(payload) + ".";
  CHECK_FALSE(accepts(text));
}

TEST(VerifierForm, AnHmacByThePublicKeyIsRefused) {
  const std::string text =
      base64url(header(R"("typ":"at+jwt","alg":"HS256")")) + "." + base64url(payload);
  for (const auto& secret : {keys.jwks(), keys.jwk.x, keys.jwk.kid}) {
    CHECK_FALSE(accepts(text + "." + base64url(hmac_sha256(secret, text))));
  }
}

TEST(VerifierForm, TheTypeIsThatOfAnAccessToken) {
  for (const auto* typ : {"at+jwt", "AT+JWT", "application/at+jwt"}) {
    CHECK_TRUE_TEXT(accepts_header(header(R"("alg":"ES256","typ":")" + std::string(typ) + '"')),
                    typ);
  }
  for (const auto* typ : {"JWT", "jwt", "id+jwt", "text/at+jwt", "at+jwt ", ""}) {
    CHECK_FALSE_TEXT(accepts_header(header(R"("alg":"ES256","typ":")" + std::string(typ) + '"')),
                     typ);
  }
  CHECK_FALSE(accepts_header(header(R"("alg":"ES256")")));
}

TEST(VerifierForm, AnyCritIsRefused) {
  for (const auto* crit : {R"(["exp"])", R"(["b64"])", R"(["x"])", "[]", "null", "\"exp\"", "{}"}) {
    CHECK_FALSE_TEXT(accepts_header(header(R"("alg":"ES256","typ":"at+jwt","exp":1,"crit":)" +
                                           std::string(crit))),
                     crit);
  }
}

TEST(VerifierForm, KeysThatATokenBringsAreIgnored) {
  const KeyPair attacker;
  const std::string members = R"("alg":"ES256","typ":"at+jwt","jku":"https://evil.example/jwks",)"
                              R"("x5u":"https://evil.example/x","x5c":["AAAA"],"jwk":)" +
                              attacker.jwk_text();

  CHECK_TRUE(accepts_header(header(members)));
  CHECK_FALSE(accepts(attacker.token(header(members), payload)));
  CHECK_FALSE(accepts(attacker.token("{" + members + "}", payload)));
}

TEST(VerifierForm, TheKidNamesOneOfOurKeys) {
  const KeyPair attacker;

  CHECK_FALSE(accepts_header(R"({"alg":"ES256","typ":"at+jwt"})"));
  CHECK_FALSE(accepts_header(R"({"alg":"ES256","typ":"at+jwt","kid":""})"));
  CHECK_FALSE(accepts_header(R"({"alg":"ES256","typ":"at+jwt","kid":null})"));
  CHECK_FALSE(accepts_header(R"({"alg":"ES256","typ":"at+jwt","kid":"../../dev/null"})"));
  CHECK_FALSE(accepts(attacker.token(attacker.header(), payload)));
  CHECK_FALSE(accepts(attacker.token(keys.header(), payload)));
}

TEST(VerifierForm, DuplicateMembersAreRefused) {
  CHECK_FALSE(accepts_header(header(R"("alg":"ES256","typ":"at+jwt","alg":"ES256")")));
  std::string twice = payload;
  twice.insert(1, R"("sub":")" + std::string(kUser) + R"(",)");
  CHECK_FALSE(accepts(keys.token(keys.header(), twice)));
}

TEST(VerifierForm, HeaderAndPayloadAreJsonObjects) {
  for (const auto* text : {"", "1", "[]", "null", "\"x\"", "{", "{} ", "{}x", "{\"a\":\"\xFF\"}"}) {
    CHECK_FALSE_TEXT(accepts_header(text), text);
    CHECK_FALSE_TEXT(accepts(keys.token(keys.header(), text)), text);
  }
  CHECK_FALSE(accepts(keys.token(keys.header(), payload + "\n{}")));
  CHECK_FALSE(accepts(keys.token(keys.header() + std::string(1, '\0'), payload)));
}

TEST(VerifierForm, DeepHeadersAndPayloadsAreRefused) {
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  CHECK_FALSE(accepts_header(header(R"("alg":"ES256","typ":"at+jwt","x":)" + deep)));
  CHECK_FALSE(accepts(keys.token(keys.header(), Payload().change("x", deep).str())));
}

TEST(VerifierForm, TrailingBytesAreRefused) {
  const std::string token = keys.token(keys.header(), payload);

  for (const auto* junk : {"!junk", "=", "==", ".", ".x", "A", " ", "\n", "\t", "%00", ",", "~"}) {
    CHECK_FALSE_TEXT(accepts(token + junk), junk);
  }
  CHECK_FALSE(accepts(token + '\0'));
  CHECK_FALSE(accepts(" " + token));
  CHECK_TRUE(accepts(token));
}

TEST(VerifierForm, ATokenHasThreeParts) {
  const std::string token = keys.token(keys.header(), payload);
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);

  for (const auto& text :
       {std::string(), std::string("."), std::string(".."), std::string("..."),
        token.substr(0, first), token.substr(0, second), token.substr(0, second + 1),
        token.substr(first), token.substr(first + 1), "." + token,
        token.substr(0, first) + ".." + token.substr(second + 1),
        token.substr(0, second) + "." + token.substr(second)}) {
    CHECK_FALSE_TEXT(accepts(text), text.c_str());
  }
}

TEST(VerifierForm, EveryPartIsCanonicalBase64url) {
  const std::string token = keys.token(keys.header(), payload);
  const std::size_t first = token.find('.');

  // The last character of 64 bytes holds four unused bits: A, Q, g or w with all of them zero.
  for (char last = 'A'; last <= 'Z'; ++last) {
    std::string changed = token;
    changed.back() = last;
    if (changed != token) CHECK_FALSE_TEXT(accepts(changed), changed.c_str());
  }
  // The signature is right for these texts, only their encoding is not.
  const std::string padded = base64url(keys.header()) + "=." + base64url(payload);
  CHECK_FALSE(accepts(padded + "." + keys.signature_of(padded)));
  const std::string spaced = base64url(keys.header()) + "." + base64url(payload) + " ";
  CHECK_FALSE(accepts(spaced + "." + keys.signature_of(spaced)));
  std::string standard = token.substr(0, first + 1) + "+" + token.substr(first + 2);
  CHECK_FALSE(accepts(standard));
}

TEST(VerifierForm, UnusedBitsOfTheHeaderMustBeZeroToo) {
  std::string long_header = keys.header();
  while (long_header.size() % 3 != 1) long_header.insert(1, " ");
  std::string encoded = base64url(long_header);
  CHECK_TRUE(accepts(keys.token(long_header, payload)));

  ++encoded.back();  // sets one of the four bits that no byte uses
  const std::string text = encoded + "." + base64url(payload);
  CHECK_FALSE(accepts(text + "." + keys.signature_of(text)));
}

TEST(VerifierForm, ASignatureHas64Bytes) {
  const std::string text = base64url(keys.header()) + "." + base64url(payload);
  const std::string signature = *es256_sign(*keys.key, text);

  CHECK_TRUE(accepts(text + "." + base64url(signature)));
  for (const auto& bad : {std::string(), signature.substr(0, 63), signature + '\0',
                          '\0' + signature, signature + signature, std::string(64, '\0')}) {
    CHECK_FALSE(accepts(text + "." + base64url(bad)));
  }
}

TEST(VerifierForm, AnyChangedCharacterIsRefused) {
  const std::string token = keys.token(keys.header(), payload);
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK_FALSE(accepts(changed));
  }
}

TEST(VerifierForm, FourKibibytesAreTakenAndNoMore) {
  const std::string most = token_of_size(keys, kAccessTokenMaxBytes - 1);
  const std::string over = token_of_size(keys, kAccessTokenMaxBytes + 1);

  CHECK_TRUE(most.size() >= 4095 && most.size() <= 4096);
  CHECK_TRUE(accepts(most));
  CHECK_TRUE(over.size() > 4096);
  CHECK_FALSE(accepts(over));
  CHECK_FALSE(accepts(std::string(1'000'000, 'A')));
}

}  // namespace latchkey
