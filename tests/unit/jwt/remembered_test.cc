// The verifier's memory of tokens it has verified.
#include <string>

#include "lib/jwt/access_token.h"
#include "tests/unit/jwt/forge.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(RememberedTokens) {
  KeyPair keys;
  AccessTokenVerifier verifier =
      std::move(*AccessTokenVerifier::create(keys.jwks(), settings(), test_clock));

  void setup() override { clock_time = kNow; }

  std::string token(int number, UnixSeconds exp = kNow + 900) {
    return keys.token(keys.header(), Payload()
                                         .change("jti", "\"" + std::to_string(number) + "\"")
                                         .change("exp", std::to_string(exp))
                                         .str());
  }
};

TEST(RememberedTokens, ATokenIsRememberedOnceAndGivesTheSameClaims) {
  const std::string text = token(1);
  const auto first = verifier.verify(text);
  const auto second = verifier.verify(text);

  LONGS_EQUAL(1, verifier.remembered());
  CHECK_EQ(first->user_id, second->user_id);
  CHECK_EQ(first->session_id, second->session_id);
  CHECK_EQ(first->account_id, second->account_id);
  CHECK_EQ(first->onboarding_completed, second->onboarding_completed);
  CHECK_EQ(first->expires_at, second->expires_at);
}

TEST(RememberedTokens, RefusedTokensAreNotRemembered) {
  CHECK_FALSE(verifier.verify(token(1) + "!junk").has_value());
  CHECK_FALSE(verifier.verify(token(2, kNow - 60)).has_value());

  LONGS_EQUAL(0, verifier.remembered());
}

TEST(RememberedTokens, ATokenThatLooksLikeARememberedOneIsVerifiedItself) {
  const std::string text = token(1);
  CHECK_TRUE(verifier.verify(text).has_value());

  CHECK_FALSE(verifier.verify(text + "!junk").has_value());
  CHECK_FALSE(verifier.verify(text.substr(0, text.size() - 1)).has_value());
}

TEST(RememberedTokens, ATokenIsForgottenAtItsExp) {
  const std::string text = token(1, kNow + 60);
  CHECK_TRUE(verifier.verify(text).has_value());

  clock_time = kNow + 59;
  CHECK_TRUE(verifier.verify(text).has_value());
  LONGS_EQUAL(1, verifier.remembered());

  clock_time = kNow + 60;  // accepted still, by the skew, but verified each time
  CHECK_TRUE(verifier.verify(text).has_value());
  LONGS_EQUAL(0, verifier.remembered());
}

TEST(RememberedTokens, ARememberedTokenIsNeverAnsweredAfterItsTime) {
  const std::string text = token(1, kNow + 60);
  CHECK_TRUE(verifier.verify(text).has_value());

  clock_time = kNow + 60 + kClockSkewSeconds;
  CHECK_EQ(verifier.verify(text).error().code, ErrorCode::kAccessTokenExpired);
}

TEST(RememberedTokens, TheirNumberIsBoundedAndEveryTokenStaysValid) {
  for (std::size_t i = 0; i < kRememberedTokens; ++i) {
    CHECK_TRUE(verifier.verify(token(static_cast<int>(i))).has_value());
  }
  LONGS_EQUAL(kRememberedTokens, verifier.remembered());
  const std::string one_more = token(-1);

  CHECK_TRUE(verifier.verify(one_more).has_value());

  LONGS_EQUAL(kRememberedTokens / 2 + 1, verifier.remembered());
  CHECK_TRUE(verifier.verify(one_more).has_value());
  LONGS_EQUAL(kRememberedTokens / 2 + 1, verifier.remembered());
}

TEST(RememberedTokens, ExpiredOnesMakeRoomFirst) {
  const std::string lasting = token(-1, kNow + 900);
  CHECK_TRUE(verifier.verify(lasting).has_value());
  for (std::size_t i = 1; i < kRememberedTokens; ++i) {
    CHECK_TRUE(verifier.verify(token(static_cast<int>(i), kNow + 60)).has_value());
  }
  clock_time = kNow + 60;

  CHECK_TRUE(verifier.verify(token(-2)).has_value());

  LONGS_EQUAL(2, verifier.remembered());
}

}  // namespace latchkey
