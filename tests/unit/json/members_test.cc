#include "lib/json/members.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(JsonMembers) {
  JsonPtr object = std::move(*parse_json(
      R"({"text":"é","empty":"","yes":true,"no":false,"null":null,"whole":7,"part":7.9,)"
      R"("least":-1,"huge":1e300,"exact":9007199254740992,)"
      R"("texts":["a","b"],"mixed":["a",7],"none":[],"object":{}})"));
  const json_t* o = object.get();
};

TEST(JsonMembers, TextIsAString) {
  CHECK_EQ(text_member(o, "text"), "é");
  CHECK_EQ(text_member(o, "empty"), "");
  for (const char* name : {"yes", "null", "whole", "texts", "object", "absent"}) {
    CHECK_FALSE(text_member(o, name).has_value());
  }
}

TEST(JsonMembers, BooleanIsTrueOrFalse) {
  CHECK_EQ(boolean_member(o, "yes"), true);
  CHECK_EQ(boolean_member(o, "no"), false);
  for (const char* name : {"text", "null", "whole", "absent"}) {
    CHECK_FALSE(boolean_member(o, name).has_value());
  }
}

TEST(JsonMembers, NumberIsItsWholePart) {
  CHECK_EQ(number_member(o, "whole"), 7);
  CHECK_EQ(number_member(o, "part"), 7);
  CHECK_EQ(number_member(o, "least"), -1);
  CHECK_EQ(number_member(o, "exact"), std::int64_t{1} << 53);
  for (const char* name : {"huge", "text", "yes", "null", "absent"}) {
    CHECK_FALSE(number_member(o, name).has_value());
  }
}

TEST(JsonMembers, TextsAreStringsOnly) {
  CHECK_EQ(texts_member(o, "texts"), std::vector<std::string_view>{"a", "b"});
  CHECK_TRUE(texts_member(o, "none")->empty());
  for (const char* name : {"mixed", "text", "object", "absent"}) {
    CHECK_FALSE(texts_member(o, name).has_value());
  }
}

TEST(JsonMembers, ArrayHasElementsOfAnyType) {
  LONGS_EQUAL(2, array_member(o, "mixed")->size());
  CHECK_FALSE(array_member(o, "object").has_value());
}

TEST(JsonMembers, NothingIsAMemberOfNoObject) {
  CHECK_FALSE(has_member(nullptr, "text"));
  CHECK_FALSE(text_member(nullptr, "text").has_value());
  CHECK_FALSE(texts_member(json_object_get(o, "texts"), "text").has_value());
  CHECK_TRUE(has_member(o, "null"));
  CHECK_FALSE(has_member(o, "absent"));
}

}  // namespace latchkey
