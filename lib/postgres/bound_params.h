// A statement's parameters in the arrays that libpq needs.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

inline constexpr std::size_t kMaxParams = 16;

// Kept and bound again for each call, so that a warm one allocates nothing. The pointers are good
// until the next bind() and as long as the parameters' own memory.
class BoundParams {
 public:
  // kInternal: more than kMaxParams, or a NUL within text, which PostgreSQL can't hold.
  Result<Done> bind(std::span<const Param> params);

  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] const char* const* values() const { return values_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  int count_ = 0;
  std::array<const char*, kMaxParams> values_{};
  std::array<int, kMaxParams> lengths_{};
  std::array<int, kMaxParams> formats_{};
  std::string text_;  // text parameters, a NUL after each
};

}  // namespace latchkey
