#include "lib/base/text.h"

#include <string>

#include "tests/unit/check.h"

using latchkey::append_json_string;
using latchkey::equals_ignoring_case;
using latchkey::is_uuid;
using latchkey::trimmed;
using latchkey::utf8_length;
using namespace std::string_literals;

namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace

TEST_GROUP(Utf8){};

TEST(Utf8, LengthCountsCodePoints) {
  CHECK_EQ(utf8_length(""), 0);
  CHECK_EQ(utf8_length("abc"), 3);
  CHECK_EQ(utf8_length("äöü"), 3);
  CHECK_EQ(utf8_length("\U0001F511 key"), 5);
  CHECK_EQ(utf8_length("a\0b"s), 3);
}

TEST(Utf8, FirstAndLastOfEachLengthAreTaken) {
  for (const auto* text :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK_EQ(utf8_length(text), 1);
  }
}

TEST(Utf8, WhatIsNoUtf8HasNoLength) {
  for (const auto* text : {
           "\x80",              // a continuation byte alone
           "\xC3",              // cut off
           "\xC3(",             // no continuation byte
           "\xC0\x80",          // overlong NUL
           "\xC1\xBF",          // overlong DEL
           "\xE0\x9F\xBF",      // overlong, 3 bytes
           "\xF0\x8F\xBF\xBF",  // overlong, 4 bytes
           "\xED\xA0\x80",      // surrogate
           "\xF4\x90\x80\x80",  // past U+10FFFF
           "\xF5\x80\x80\x80", "\xFF",
           "good\xE2\x82",  // cut off at the end
       }) {
    CHECK_FALSE(utf8_length(text).has_value());
  }
}

TEST_GROUP(Uuid){};

TEST(Uuid, EitherCaseIsTaken) {
  CHECK_TRUE(is_uuid("7f3c1a52-0c1d-4d8e-9b3a-0123456789ab"));
  CHECK_TRUE(is_uuid("7F3C1A52-0C1D-4D8E-9B3A-0123456789AB"));
}

TEST(Uuid, OtherFormsAreRefused) {
  for (const auto* text :
       {"", "7f3c1a520c1d4d8e9b3a0123456789ab", "{7f3c1a52-0c1d-4d8e-9b3a-0123456789ab}",
        "7f3c1a52-0c1d-4d8e-9b3a-0123456789a", "7f3c1a52-0c1d-4d8e-9b3a-0123456789abc",
        "7f3c1a52-0c1d-4d8e-9b3a-0123456789ag", "7f3c1a52-0c1d-4d8e-9b3a_0123456789ab",
        "7f3c1a52--c1d-4d8e-9b3a-0123456789ab"}) {
    CHECK_FALSE(is_uuid(text));
  }
}

TEST_GROUP(Text){};

TEST(Text, CaseIsIgnoredForAsciiLettersOnly) {
  CHECK_TRUE(equals_ignoring_case("Bearer", "bEARER"));
  CHECK_TRUE(equals_ignoring_case("", ""));
  CHECK_FALSE(equals_ignoring_case("Bearer", "Beare"));
  CHECK_FALSE(equals_ignoring_case("[", "{"));
  CHECK_FALSE(equals_ignoring_case("Ä", "ä"));
}

TEST(Text, TrimmedDropsSpaceAtBothEndsOnly) {
  CHECK_EQ(trimmed(" \t a b \r"), "a b");
  CHECK_EQ(trimmed("a"), "a");
  CHECK(trimmed(" \t ").empty());
  CHECK(trimmed("").empty());
}

TEST_GROUP(JsonString){};

TEST(JsonString, PlainTextIsQuoted) {
  STRCMP_EQUAL(R"("")", json("").c_str());
  STRCMP_EQUAL(R"("a/b ä 🔑")", json("a/b ä 🔑").c_str());
}

TEST(JsonString, QuoteBackslashAndControlsAreEscaped) {
  STRCMP_EQUAL(R"("\"\\\n\r\t\u0000\u0001\u001f")", json("\"\\\n\r\t\0\x01\x1F"s).c_str());
}

TEST(JsonString, WhatCouldBreakATerminalLineIsEscaped) {
  STRCMP_EQUAL(R"("\u001b[31m\u007f\u0085\u009b\u2028\u2029")",
               json("\x1B[31m\x7F\u0085\u009B\u2028\u2029").c_str());
}

TEST(JsonString, BytesThatAreNoUtf8BecomeTheReplacementCharacter) {
  STRCMP_EQUAL("\"a\uFFFDb\uFFFD\uFFFD\"", json("a\xFF"
                                                "b\xE2\x82")
                                               .c_str());
}
