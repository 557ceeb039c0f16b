#include <limits>
#include <string>

#include "lib/json/json.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

std::string rewritten(std::string_view text) { return dump_json(parse_json(text)->get()); }

}  // namespace

TEST_GROUP(DumpJson){};

TEST(DumpJson, TextIsCompactAndKeepsTheOrderOfNames) {
  STRCMP_EQUAL(
      R"({"b":[1,true,null],"a":{"x":false},"c":[],"d":{}})",
      rewritten(R"( { "b" : [ 1, true, null ], "a": {"x": false}, "c":[], "d":{} } )").c_str());
}

TEST(DumpJson, RealsAreAsShortAsReadsBackTheSame) {
  STRCMP_EQUAL("[0.1,-2.5,1.0,1e+300,5e-324,0.30000000000000004]",
               rewritten("[0.1,-2.5,1.0,1e300,5e-324,0.30000000000000004]").c_str());
}

TEST(DumpJson, IntegersKeepEveryDigit) {
  STRCMP_EQUAL("[9223372036854775807,-9223372036854775808,0]",
               rewritten("[9223372036854775807,-9223372036854775808,0]").c_str());
}

TEST(DumpJson, StringsAndNamesAreEscaped) {
  STRCMP_EQUAL("{\"\\\"n\\n\":\"ä\\u0001/\"}", rewritten(R"({"\"n\n":"\u00e4\u0001\/"})").c_str());
}

TEST_GROUP(JsonObjectText){};

TEST(JsonObjectText, MembersStandInTheOrderTheyWereGiven) {
  const std::string text = JsonObject()
                               .text("id", "7")
                               .number("credits", -25)
                               .boolean("created", true)
                               .text_or_null("avatar_url", std::nullopt)
                               .text_or_null("name", "")
                               .object("account", JsonObject().text("slug", "a"))
                               .object("empty", JsonObject())
                               .raw("steps", R"({"goals":null})")
                               .str();

  STRCMP_EQUAL(R"({"id":"7","credits":-25,"created":true,"avatar_url":null,"name":"",)"
               R"("account":{"slug":"a"},"empty":{},"steps":{"goals":null}})",
               text.c_str());
}

TEST(JsonObjectText, AnObjectWithoutMembersIsEmpty) {
  STRCMP_EQUAL("{}", JsonObject().str().c_str());
}

TEST(JsonObjectText, TextReadsBackAsItWas) {
  const std::string value = "\"quoted\" \\ \n \x01 \u2028 ä 🔑";
  const auto object = parse_json(JsonObject().text("a", value).str());

  CHECK_EQ(json_string_value(json_object_get(object->get(), "a")), value);
}

TEST(JsonObjectText, ExtremeNumbersReadBackAsTheyWere) {
  constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
  const auto object = parse_json(JsonObject().number("a", kLeast).str());

  CHECK_EQ(json_integer_value(json_object_get(object->get(), "a")), kLeast);
}

TEST(JsonObjectText, TextThatIsNoUtf8StillGivesJson) {
  CHECK_TRUE(parse_json(JsonObject().text("a", "\xFF\xC3").str()).has_value());
}

TEST_GROUP(JsonArrayText){};

TEST(JsonArrayText, ElementsKeepTheirOrder) {
  STRCMP_EQUAL("[]", JsonArray().str().c_str());
  const JsonArray array = JsonArray().text("a\"").object(JsonObject().number("b", 1)).raw("2");
  STRCMP_EQUAL(R"({"list":["a\"",{"b":1},2]})", JsonObject().array("list", array).str().c_str());
}

}  // namespace latchkey
