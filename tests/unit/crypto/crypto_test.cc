#include "lib/crypto/crypto.h"

#include <set>
#include <string>
#include <utility>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using namespace std::string_literals;

std::string bytes(std::string_view hex_digits) { return *from_hex(hex_digits); }

std::string hmac(std::string_view key, std::string_view data) {
  return hex(hmac_sha256(key, data));
}

}  // namespace

TEST_GROUP(Sha256){};

// FIPS 180-2, appendix B, and the empty message.
TEST(Sha256, KnownMessagesHaveTheirDigests) {
  STRCMP_EQUAL("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
               hex(sha256("")).c_str());
  STRCMP_EQUAL("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
               hex(sha256("abc")).c_str());
  STRCMP_EQUAL("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
               hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).c_str());
  STRCMP_EQUAL("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
               hex(sha256(std::string(1'000'000, 'a'))).c_str());
}

TEST(Sha256, OneDigestLeavesNothingForTheNext) {
  const auto first = sha256("abc");
  sha256("something else");

  CHECK_EQ(sha256("abc"), first);
}

TEST_GROUP(HmacSha256){};

// RFC 4231, section 4: test cases 1 to 4, 6 and 7 (5 is about truncation).
TEST(HmacSha256, VectorsOfRfc4231) {
  STRCMP_EQUAL("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
               hmac(std::string(20, '\x0b'), "Hi There").c_str());
  STRCMP_EQUAL("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
               hmac("Jefe", "what do ya want for nothing?").c_str());
  STRCMP_EQUAL("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
               hmac(std::string(20, '\xaa'), std::string(50, '\xdd')).c_str());
  STRCMP_EQUAL(
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
      hmac(bytes("0102030405060708090a0b0c0d0e0f10111213141516171819"), std::string(50, '\xcd'))
          .c_str());
  STRCMP_EQUAL(
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
      hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")
          .c_str());
  STRCMP_EQUAL("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
               hmac(std::string(131, '\xaa'),
                    "This is a test using a larger than block-size key and a larger than "
                    "block-size data. The key needs to be hashed before being used by the HMAC "
                    "algorithm.")
                   .c_str());
}

TEST(HmacSha256, AnEmptyKeyIsAKeyAndNotTheOneBefore) {
  hmac("another key", "data");

  STRCMP_EQUAL("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad",
               hmac(std::string_view(), std::string_view()).c_str());
}

TEST_GROUP(Base64url){};

// RFC 4648, section 10, without padding, and the two characters of the URL alphabet.
TEST(Base64url, VectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"},
      {"\0\0"s, "AAA"}};
  for (const auto& [plain, text] : vectors) {
    STRCMP_EQUAL(text.c_str(), base64url(plain).c_str());
    CHECK_EQ_TEXT(from_base64url(text), plain, text);
  }
}

TEST(Base64url, EveryByteReadsBackAtEveryLength) {
  std::string plain;
  for (int i = 0; i < 256; ++i) {
    CHECK_EQ(from_base64url(base64url(plain)), plain);
    plain += static_cast<char>(255 - i);
  }
}

TEST(Base64url, OtherAlphabetsPaddingAndSpaceAreRefused) {
  for (const auto& text : {"Zg=="s, "Zm8="s, "+/+/"s, "Zm9v\n"s, " Zm9v"s, "Zm 9v"s, "Zm9v!junk"s,
                           "Zm9v."s, "\xC3\xA4"s, "Zg\0"s}) {
    CHECK_FALSE_TEXT(from_base64url(text).has_value(), text.c_str());
  }
}

TEST(Base64url, ImpossibleLengthsAreRefused) {
  CHECK_FALSE(from_base64url("Z").has_value());
  CHECK_FALSE(from_base64url("Zm9vY").has_value());
}

TEST(Base64url, UnusedBitsMustBeZero) {
  CHECK_FALSE(from_base64url("Zh").has_value());   // "Zg" with one more bit
  CHECK_FALSE(from_base64url("Zm9").has_value());  // "Zm8" with one more bit
  CHECK_FALSE(from_base64url("Zm9vYv").has_value());
}

TEST(Base64url, ADigestHas43Characters) {
  STRCMP_EQUAL("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", base64url(sha256("")).c_str());
}

TEST_GROUP(Hex){};

TEST(Hex, EitherCaseIsRead) {
  CHECK_EQ(from_hex("00fFAb"), "\x00\xff\xab"s);
  CHECK_EQ(from_hex(""), "");
}

TEST(Hex, OddLengthsAndOtherCharactersAreRefused) {
  for (const auto* text : {"0", "abc", "0g", "0x", " 0", "0:1f"}) {
    CHECK_FALSE_TEXT(from_hex(text).has_value(), text);
  }
}

TEST_GROUP(ConstantTime){};

TEST(ConstantTime, OnlyTheSameBytesAreEqual) {
  CHECK_TRUE(equal_in_constant_time("", ""));
  CHECK_TRUE(equal_in_constant_time("abc\0d"s, "abc\0d"s));
  CHECK_FALSE(equal_in_constant_time("abc\0d"s, "abc\0e"s));
  CHECK_FALSE(equal_in_constant_time("abc", "ab"));
  CHECK_FALSE(equal_in_constant_time("abc", ""));
}

TEST_GROUP(Random){};

TEST(Random, NoTwoDrawsAreTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    std::string draw(16, '\0');
    random_bytes(draw.data(), draw.size());
    CHECK_TRUE(seen.insert(draw).second);
  }
}

}  // namespace latchkey
