#include "lib/base/number.h"

#include <cstdint>
#include <limits>

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(WholeNumber){};

TEST(WholeNumber, IsTheWholeText) {
  CHECK_EQ(whole_number<std::int64_t>("0"), 0);
  CHECK_EQ(whole_number<std::int64_t>("-12"), -12);
  CHECK_EQ(whole_number<std::int64_t>("9223372036854775807"),
           std::numeric_limits<std::int64_t>::max());
  for (const char* other : {"", " 1", "1 ", "+1", "1.0", "1e3", "0x1", "--1", "one"}) {
    CHECK_FALSE_TEXT(whole_number<std::int64_t>(other).has_value(), other);
  }
}

TEST(WholeNumber, FitsItsType) {
  CHECK_FALSE(whole_number<std::int64_t>("9223372036854775808").has_value());
  CHECK_FALSE(whole_number<std::uint16_t>("65536").has_value());
  CHECK_FALSE(whole_number<std::uint16_t>("-1").has_value());
}

}  // namespace latchkey
