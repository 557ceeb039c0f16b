// Fields of the many rows that a function for people may return; what is absent is shown as empty.
#pragma once

#include <optional>
#include <string>

#include "db/client/caller.h"

namespace latchkey {

inline std::optional<std::string> optional_text_at(const Answer& answer, int row, int column) {
  const auto field = answer.field(row, column);
  return field ? std::optional<std::string>(*field) : std::nullopt;
}

inline std::string text_at(const Answer& answer, int row, int column) {
  return std::string(answer.field(row, column).value_or(""));
}

}  // namespace latchkey
