#include "lib/postgres/bound_params.h"

#include <string>
#include <vector>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(BoundParams) { BoundParams bound; };

TEST(BoundParams, TextEndsWithANulAndBytesKeepTheirs) {
  const std::string longer = "value and more";
  const std::string bytes("\0\xff", 2);
  const std::vector<Param> params = {{std::string_view(longer).substr(0, 5)}, {}, {bytes, true}};

  CHECK_TRUE(bound.bind(params).has_value());

  LONGS_EQUAL(3, bound.count());
  STRCMP_EQUAL("value", bound.values()[0]);
  LONGS_EQUAL(0, bound.formats()[0]);
  POINTERS_EQUAL(nullptr, bound.values()[1]);
  LONGS_EQUAL(1, bound.formats()[2]);
  LONGS_EQUAL(2, bound.lengths()[2]);
  MEMCMP_EQUAL("\0\xff", bound.values()[2], 2);
}

TEST(BoundParams, AreBoundAgainForEachCall) {
  const std::vector<Param> many(kMaxParams, Param{"a long value that does not fit a short string"});
  CHECK_TRUE(bound.bind(many).has_value());
  STRCMP_EQUAL(many.back().value->data(), bound.values()[kMaxParams - 1]);

  CHECK_TRUE(bound.bind(std::vector<Param>{{"b"}}).has_value());

  LONGS_EQUAL(1, bound.count());
  STRCMP_EQUAL("b", bound.values()[0]);
}

TEST(BoundParams, WhatCannotBeSentIsADefect) {
  const std::string nul("a\0b", 3);
  CHECK_EQ(bound.bind(std::vector<Param>{{nul}}).error().code, ErrorCode::kInternal);
  STRCMP_EQUAL("parameter 1 has a NUL",
               bound.bind(std::vector<Param>{{nul}}).error().detail.c_str());
  CHECK_FALSE(bound.bind(std::vector<Param>(kMaxParams + 1)).has_value());
}

}  // namespace latchkey
