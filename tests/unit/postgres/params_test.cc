#include "lib/postgres/params.h"

#include <array>
#include <cstdint>
#include <limits>
#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

std::span<const Param> span_of(std::span<const Param> params) { return params; }

}  // namespace

TEST_GROUP(Params){};

TEST(Params, KeepTheDigitsOfTheirNumbers) {
  const std::string text = "a";
  const Params params{text, 25, std::numeric_limits<std::int64_t>::min(), "b"};

  const auto all = span_of(params);

  LONGS_EQUAL(4, all.size());
  CHECK_EQ(all[0].value, "a");
  CHECK_EQ(all[1].value, "25");
  CHECK_EQ(all[2].value, "-9223372036854775808");
  CHECK_EQ(all[3].value, "b");
  CHECK_FALSE(all[2].binary);
}

TEST(Params, AnOptionalWithoutAValueIsNull) {
  const std::optional<std::int64_t> seven = 7;
  const std::optional<std::int64_t> no_number;
  const std::optional<std::string> no_text;
  const Params params{seven, no_number, no_text};

  const auto all = span_of(params);

  CHECK_EQ(all[0].value, "7");
  CHECK_FALSE(all[1].value.has_value());
  CHECK_FALSE(all[2].value.has_value());
}

TEST(Params, BytesGoInBinaryForm) {
  const std::array<std::uint8_t, 2> bytes = {0, 0xFF};
  const Params params{bytes};

  const auto all = span_of(params);

  CHECK_TRUE(all[0].binary);
  CHECK_EQ(all[0].value, std::string_view("\0\xFF", 2));
}

}  // namespace latchkey
