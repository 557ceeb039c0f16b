// Whole numbers out of text.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace latchkey {

// The decimal number that the whole of `text` is, '-' in front for a negative one. Nothing where
// it is anything else (empty, white space, '+') or does not fit into `Number`.
template <std::integral Number>
std::optional<Number> whole_number(std::string_view text) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace latchkey
