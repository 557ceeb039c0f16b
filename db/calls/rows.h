// Fields of the many rows that a function may return; what is absent is taken as empty.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/number.h"
#include "lib/postgres/caller.h"

namespace latchkey {

inline std::optional<std::string> optional_text_at(const Answer& answer, int row, int column) {
  const auto field = answer.field(row, column);
  return field ? std::optional<std::string>(*field) : std::nullopt;
}

inline std::string text_at(const Answer& answer, int row, int column) {
  return std::string(answer.field(row, column).value_or(""));
}

// 0 where it is absent or no number.
inline std::int64_t number_at(const Answer& answer, int row, int column) {
  return whole_number<std::int64_t>(answer.field(row, column).value_or("")).value_or(0);
}

}  // namespace latchkey
