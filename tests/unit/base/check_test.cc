// What a check that fails shows of its two sides.
#include "tests/unit/check.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace latchkey {
namespace {

enum class Colour { kRed, kBlue };

}  // namespace

TEST_GROUP(Check){};

TEST(Check, TextIsQuotedAndItsControlCharactersAreSeen) {
  STRCMP_EQUAL(R"("a\x0a")", check::shown(std::string("a\n")).c_str());
  STRCMP_EQUAL("null", check::shown(static_cast<const char*>(nullptr)).c_str());
}

TEST(Check, NumbersAreWordsOrDigits) {
  STRCMP_EQUAL("-7", check::shown(-7).c_str());
  STRCMP_EQUAL("true", check::shown(true).c_str());
  STRCMP_EQUAL("1", check::shown(Colour::kBlue).c_str());
  STRCMP_EQUAL("0.500000 s", check::shown(std::chrono::milliseconds(500)).c_str());
}

TEST(Check, WhatHoldsOthersShowsEach) {
  const std::vector<std::optional<std::string>> row = {"a", std::nullopt};
  STRCMP_EQUAL(R"({"a", none})", check::shown(row).c_str());
  STRCMP_EQUAL(R"(("a", 1))", check::shown(std::pair<std::string, int>("a", 1)).c_str());
}

}  // namespace latchkey
