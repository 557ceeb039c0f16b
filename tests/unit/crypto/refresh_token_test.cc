#include "lib/crypto/refresh_token.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

const std::string kKey(32, 'k');

}  // namespace

TEST_GROUP(RefreshToken){};

TEST(RefreshToken, RandomOnesDifferAndAreTakenBack) {
  const RefreshToken token = RefreshToken::random();

  LONGS_EQUAL(kRefreshTokenCharacters, token.text().size());
  CHECK_EQ(RefreshToken::parse(token.text())->text(), token.text());
  CHECK_NE(RefreshToken::random().text(), token.text());
}

TEST(RefreshToken, SuccessorDependsOnTokenAndKeyAlone) {
  const RefreshToken token = RefreshToken::random();

  STRCMP_EQUAL(token.successor(kKey).text().c_str(),
               RefreshToken::parse(token.text())->successor(kKey).text().c_str());
  CHECK_NE(token.successor(kKey).text(), token.successor(std::string(32, 'l')).text());
  CHECK_NE(token.successor(kKey).text(), RefreshToken::random().successor(kKey).text());
  CHECK_TRUE(RefreshToken::parse(token.successor(kKey).text()).has_value());
}

TEST(RefreshToken, HashIsOfTheText) {
  const RefreshToken token = RefreshToken::random();

  CHECK_EQ(token.hash(), sha256(token.text()));
}

TEST(RefreshToken, OnlyTheOneSpellingIsTaken) {
  const std::string zeros(kRefreshTokenCharacters, 'A');
  CHECK_TRUE(RefreshToken::parse(zeros).has_value());

  for (const std::string& text :
       {std::string(), zeros.substr(1), zeros + "A", zeros + "=", zeros.substr(1) + "B",
        zeros.substr(1) + "+", zeros.substr(1) + std::string(1, '\0')}) {
    CHECK_FALSE(RefreshToken::parse(text).has_value());
  }
}

}  // namespace latchkey
