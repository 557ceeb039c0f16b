#include <string>

#include "lib/json/json.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using namespace std::string_literals;

bool is_json(std::string_view text) { return parse_json(text).has_value(); }

std::string arrays(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

std::string objects(std::size_t depth) {
  std::string text = "1";
  for (std::size_t i = 0; i < depth; ++i) text = R"({"a":)" + text + "}";
  return text;
}

}  // namespace

TEST_GROUP(ParseJson){};

TEST(ParseJson, AnyValueIsTaken) {
  for (const auto* text :
       {"{}", "[]", "\"a\"", "1", "-0.5e3", "true", "null", " {\"a\" : [1] }\n"}) {
    CHECK_TRUE_TEXT(is_json(text), text);
  }
}

TEST(ParseJson, WhatIsNoJsonIsAnInvalidRequest) {
  for (const auto* text :
       {"",     " ",   "{",       "{]",       "[1,]",    "{\"a\":1,}", "{a:1}",
        "'a'",  "01",  "+1",      "1.",       ".5",      "NaN",        "Infinity",
        "True", "\"a", "\"\\x\"", "\"a\nb\"", "// c\n1", "/* c */1",   "\xEF\xBB\xBF{}"}) {
    const auto value = parse_json(text);
    CHECK_FALSE_TEXT(value.has_value(), text);
    CHECK_EQ(value.error().code, ErrorCode::kInvalidRequest);
  }
}

TEST(ParseJson, NothingMayFollowTheValue) {
  for (const auto& text : {"{} x"s, "{}{}"s, "1 2"s, "{}\0"s, "{}]"s, "[],"s}) {
    CHECK_FALSE_TEXT(is_json(text), text.c_str());
  }
}

TEST(ParseJson, ThirtyTwoLevelsAreTakenAndNoMore) {
  CHECK_TRUE(is_json(arrays(32)));
  CHECK_FALSE(is_json(arrays(33)));
  CHECK_TRUE(is_json(objects(32)));
  CHECK_FALSE(is_json(objects(33)));
  CHECK_FALSE(is_json(arrays(30'000)));
}

TEST(ParseJson, BracketsInStringsAreNoLevels) {
  CHECK_TRUE(is_json("\"" + std::string(100, '[') + "\""));
  CHECK_TRUE(is_json(R"(["\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\"])"));
  CHECK_FALSE(is_json("[\"\\\\\"," + arrays(32) + "]"));
}

TEST(ParseJson, LevelsThatWereClosedDoNotCount) {
  std::string text = "[";
  for (int i = 0; i < 100; ++i) text += "[],";
  CHECK_TRUE(is_json(text + "1]"));
}

TEST(ParseJson, ANameMayAppearOnceInAnObject) {
  CHECK_FALSE(is_json(R"({"a":1,"a":1})"));
  CHECK_FALSE(is_json(R"({"a":1,"\u0061":1})"));
  CHECK_FALSE(is_json(R"([{"x":{"a":1,"b":2,"a":3}}])"));
  CHECK_TRUE(is_json(R"({"a":{"a":1},"b":{"a":1},"A":1})"));
}

TEST(ParseJson, TheRepeatedNameIsNamed) {
  const auto value = parse_json(R"({"refreshToken":"x","scope":"local", "refreshToken" :"y"})");

  LONGS_EQUAL(1, value.error().fields.size());
  STRCMP_EQUAL("refreshToken", value.error().fields[0].field.c_str());
  STRCMP_EQUAL("appears more than once", value.error().fields[0].error.c_str());
}

TEST(ParseJson, ARepeatedNameWithQuotesIsNamedAsWritten) {
  const auto value = parse_json(R"({"a\"b\\":1,"a\"b\\":2})");

  STRCMP_EQUAL(R"(a\"b\\)", value.error().fields.at(0).field.c_str());
}

TEST(ParseJson, OtherFaultsNameNoField) { CHECK_TRUE(parse_json("{").error().fields.empty()); }

TEST(ParseJson, TheDetailQuotesNothing) {
  const auto value = parse_json("{\"refreshToken\":\"secret\" secret}");

  STRCMP_EQUAL("not JSON, line 1 column 31", value.error().detail.c_str());
}

TEST(ParseJson, NulIsRefusedInEveryForm) {
  CHECK_FALSE(is_json(R"("a\u0000b")"));
  CHECK_FALSE(is_json(R"({"a\u0000b":1})"));
  CHECK_FALSE(is_json("\"a\0b\""s));
  CHECK_FALSE(is_json("\0"s));
  CHECK_FALSE(is_json("{\0}"s));
}

TEST(ParseJson, BadUtf8IsRefused) {
  for (const auto* text : {"\"\xFF\"", "\"\xC0\x80\"", "\"\xED\xA0\x80\"", "\"\xE2\x82\"",
                           "\"\xF4\x90\x80\x80\"", "{\"\x80\":1}"}) {
    CHECK_FALSE(is_json(text));
  }
  CHECK_TRUE(is_json("\"\U0001F511\uFFFF\""));
}

TEST(ParseJson, LoneSurrogatesAreRefused) {
  for (const auto* text :
       {R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\udc00\ud800")", R"("\ud800x")"}) {
    CHECK_FALSE_TEXT(is_json(text), text);
  }
  CHECK_TRUE(is_json(R"("\ud83d\udd11")"));
}

TEST(ParseJson, NumbersThatDoNotFitAreRefused) {
  CHECK_TRUE(is_json("9223372036854775807"));
  CHECK_TRUE(is_json("-9223372036854775808"));
  CHECK_FALSE(is_json("9223372036854775808"));
  CHECK_FALSE(is_json("-9223372036854775809"));
  CHECK_FALSE(is_json("1" + std::string(1000, '0')));
  CHECK_FALSE(is_json("1e999"));
}

TEST(ParseJson, TheMemberWithANumberThatDoesNotFitIsNamed) {
  for (const auto* text :
       {R"({"input":9223372036854775808})",
        R"({"a":1,"input":{"b":[1,{"c":-9223372036854775809}]}})",
        R"({"a\"b":{},"input" : [1e999],"z":2})", R"({"a":"x:","input":{"a":":{","b":1e999}})"}) {
    const auto value = parse_json(text);
    CHECK_EQ(value.error().code, ErrorCode::kValidationFailed);
    STRCMP_EQUAL_TEXT("input", value.error().fields.at(0).field.c_str(), text);
  }
}

TEST(ParseJson, ANumberThatDoesNotFitOutsideOfAnObjectNamesNoField) {
  for (const auto* text : {"1e999", "[1e999]"}) {
    CHECK_EQ(parse_json(text).error().code, ErrorCode::kInvalidRequest);
    CHECK_TRUE(parse_json(text).error().fields.empty());
  }
}

}  // namespace latchkey
