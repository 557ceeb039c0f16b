#include <string>

#include "lib/json/json.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

// What finish() says of each field, "field: error" joined by "; ".
std::string said(const Error& error) {
  std::string text;
  for (const auto& field : error.fields) {
    text += (text.empty() ? "" : "; ") + field.field + ": " + field.error;
  }
  return text;
}

}  // namespace

TEST_GROUP(ObjectReader) {
  JsonPtr value;

  ObjectReader reader(std::string_view text) {
    value = std::move(*parse_json(text));
    return ObjectReader(value.get());
  }
};

TEST(ObjectReader, MembersAreReadAsSent) {
  auto object = reader(R"({"name":"  Ä\n ","note":null,"site":"https://a.example/x"})");

  const auto name = object.text("name", 1, 200);
  const auto note = object.optional_text("note", 1, 10);
  const auto absent = object.optional_text("absent", 1, 10);
  const auto site = object.optional_url("site", 2048);

  CHECK_TRUE(object.finish().has_value());
  STRCMP_EQUAL("  Ä\n ", name.c_str());
  CHECK_FALSE(note.has_value());
  CHECK_FALSE(absent.has_value());
  CHECK_EQ(site, "https://a.example/x");
}

TEST(ObjectReader, NumbersUuidsAndBooleansAreRead) {
  auto object = reader(R"({"id":"0E760FC8-d982-4f74-b36c-2143836fbaf3","n":-3,"most":9,"on":true,)"
                       R"("off":false,"null":null})");

  STRCMP_EQUAL("0E760FC8-d982-4f74-b36c-2143836fbaf3", object.uuid("id").c_str());
  LONGS_EQUAL(-3, object.number("n", -3, 9));
  CHECK_EQ(object.optional_number("most", 0, 9), 9);
  CHECK_EQ(object.optional_boolean("on"), true);
  CHECK_EQ(object.optional_boolean("off"), false);
  CHECK_FALSE(object.optional_number("null", 0, 9).has_value());
  CHECK_FALSE(object.optional_number("absent", 0, 9).has_value());
  CHECK_FALSE(object.optional_boolean("gone").has_value());
  CHECK_TRUE(object.finish().has_value());
}

TEST(ObjectReader, NumbersUuidsAndBooleansAreChecked) {
  auto object = reader(R"({"id":"7","under":-1,"over":10,"real":1.0,"text":"1","yes":1})");
  object.uuid("id");
  object.uuid("missing");
  object.number("under", 0, 9);
  object.number("over", 0, 9);
  object.optional_number("real", 0, 9);
  object.optional_number("text", 0, 9);
  object.optional_boolean("yes");

  STRCMP_EQUAL(
      "id: must be a UUID; missing: is required; under: must be a whole number from 0 to 9; "
      "over: must be a whole number from 0 to 9; real: must be a whole number from 0 to 9; "
      "text: must be a whole number from 0 to 9; yes: must be true or false",
      said(object.finish().error()).c_str());
}

TEST(ObjectReader, WhatIsNoObjectIsAnInvalidRequest) {
  for (const auto* text : {"[]", "\"a\"", "1", "null", "[{\"name\":\"a\"}]"}) {
    auto object = reader(text);
    object.text("name", 1, 10);
    object.optional_url("site", 2048);
    object.optional_object("data", 10);
    object.member("id");
    CHECK_EQ_TEXT(object.finish().error().code, ErrorCode::kInvalidRequest, text);
  }
}

TEST(ObjectReader, UnknownFieldsAreNamedBeforeAllElse) {
  auto object = reader(R"({"nme":"a","__proto__":{}})");
  object.text("name", 1, 10);

  const auto done = object.finish();

  CHECK_EQ(done.error().code, ErrorCode::kInvalidRequest);
  STRCMP_EQUAL("nme: is not a known field; __proto__: is not a known field",
               said(done.error()).c_str());
}

TEST(ObjectReader, EverythingThatIsWrongIsSaidAtOnce) {
  auto object =
      reader(R"({"number":1,"empty":"","long":"abcdef","null":null,"site":"ftp://a","data":[]})");
  object.text("missing", 1, 5);
  object.text("number", 1, 5);
  object.text("empty", 1, 5);
  object.text("long", 1, 5);
  object.text("null", 1, 5);
  object.optional_url("site", 2048);
  object.optional_object("data", 10);

  const auto done = object.finish();

  CHECK_EQ(done.error().code, ErrorCode::kValidationFailed);
  STRCMP_EQUAL(
      "missing: is required; number: must be text; empty: must not be empty; "
      "long: must have at most 5 characters; null: is required; "
      "site: must be an http or https URL; data: must be a JSON object",
      said(done.error()).c_str());
}

TEST(ObjectReader, LengthsAreInCharacters) {
  auto object = reader(R"({"a":"äöüßé","b":"\ud83d\udd11\ud83d\udd11","c":"ab"})");
  object.text("a", 5, 5);
  object.text("b", 2, 2);
  object.text("c", 3, 5);

  STRCMP_EQUAL("c: must have at least 3 characters", said(object.finish().error()).c_str());
}

TEST(ObjectReader, AnOptionalTextIsCheckedWhereItIsThere) {
  auto object = reader(R"({"a":"abc","b":7})");
  object.optional_text("a", 1, 2);
  object.optional_text("b", 1, 2);

  STRCMP_EQUAL("a: must have at most 2 characters; b: must be text",
               said(object.finish().error()).c_str());
}

TEST(ObjectReader, UrlsAreAbsoluteHttpOrHttps) {
  for (const auto* url : {"http://a.example", "HTTPS://a.example:8443/x?y=z#f",
                          "https://bücher.example/ü", "https://[::1]/", "https://a.example/a|b"}) {
    auto object = reader(JsonObject().text("site", url).str());
    CHECK_EQ(object.optional_url("site", 2048), url);
    CHECK_TRUE_TEXT(object.finish().has_value(), url);
  }
  for (const auto* url : {"a.example", "javascript:alert(1)", "//a.example", "ftp://a.example",
                          "https://", "https://a b.example", "https:a", " https://a.example",
                          "https://a.example\n", "data:text/html,x", "http://\\evil"}) {
    auto object = reader(JsonObject().text("site", url).str());
    object.optional_url("site", 2048);
    STRCMP_EQUAL("site: must be an http or https URL", said(object.finish().error()).c_str());
  }
}

TEST(ObjectReader, UrlsHaveAtMost2048Characters) {
  const std::string start = "https://a.example/";
  auto longest =
      reader(JsonObject().text("site", start + std::string(2048 - start.size(), 'x')).str());
  longest.optional_url("site", 2048);
  CHECK_TRUE(longest.finish().has_value());

  auto longer =
      reader(JsonObject().text("site", start + std::string(2049 - start.size(), 'x')).str());
  longer.optional_url("site", 2048);
  STRCMP_EQUAL("site: must have at most 2048 characters", said(longer.finish().error()).c_str());
}

TEST(ObjectReader, AnEmptyUrlIsNamedOnce) {
  auto object = reader(R"({"site":""})");
  object.optional_url("site", 2048);

  STRCMP_EQUAL("site: must not be empty", said(object.finish().error()).c_str());
}

TEST(ObjectReader, ObjectsAreMeasuredAsCompactText) {
  auto object = reader(R"({"fits":{ "a" : 0.1 },"not":{"a":0.15},"null":null})");
  const auto fits = object.optional_object("fits", 9);
  const auto null = object.optional_object("null", 9);
  object.optional_object("not", 9);

  STRCMP_EQUAL("not: must have at most 9 bytes", said(object.finish().error()).c_str());
  CHECK_EQ(fits, R"({"a":0.1})");
  CHECK_FALSE(null.has_value());
}

TEST(ObjectReader, AMemberOfAnyTypeIsGivenOrMissed) {
  auto object = reader(R"({"a":[1],"b":null})");

  CHECK_TRUE(json_is_array(object.member("a")));
  POINTERS_EQUAL(nullptr, object.member("b"));
  POINTERS_EQUAL(nullptr, object.member("c"));
  STRCMP_EQUAL("b: is required; c: is required", said(object.finish().error()).c_str());
}

TEST(ObjectReader, TheCallerMayComplainToo) {
  auto object = reader("{}");
  object.report("nonce", "must have 22 characters");

  const auto done = object.finish();

  CHECK_EQ(done.error().code, ErrorCode::kValidationFailed);
  STRCMP_EQUAL("nonce: must have 22 characters", said(done.error()).c_str());
}

}  // namespace latchkey
