#include "lib/api/cursor.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kId = "00112233-4455-6677-8899-aabbccddeeff";
constexpr const char* kCursor = "ABEiM0RVZneImaq7zN3u_w";

Result<std::optional<std::string>> start_of(const std::string& cursor) {
  return last_seen_row(PageQuery{25, cursor, {}});
}

}  // namespace

TEST_GROUP(Cursor){};

TEST(Cursor, StandsForTheLastRow) {
  STRCMP_EQUAL(R"({"items":[1],"nextCursor":"ABEiM0RVZneImaq7zN3u_w"})",
               page_json("[1]", kId).c_str());
  STRCMP_EQUAL(kId, (*start_of(kCursor))->c_str());
}

TEST(Cursor, IsNullOnTheLastPage) {
  STRCMP_EQUAL(R"({"items":[],"nextCursor":null})", page_json("[]", std::nullopt).c_str());
}

TEST(Cursor, OfTheFirstPageIsNone) { CHECK_FALSE(start_of("")->has_value()); }

TEST(Cursor, AnythingElseIsRefusedByItsName) {
  const std::string good = kCursor;
  for (const std::string& cursor : {std::string(kId), good + "A", good + "==", good.substr(1),
                                    std::string("ABEiM0RVZneImaq7zN3u_x"), std::string("*")}) {
    const auto start = start_of(cursor);

    CHECK_EQ(start.error().code, ErrorCode::kInvalidRequest);
    STRCMP_EQUAL("cursor", start.error().fields.at(0).field.c_str());
  }
}

}  // namespace latchkey
