// A statement's parameters, written as the values they are: text, whole numbers, bytes, or NULL for
// an optional without a value. It keeps the digits of numbers itself, without asking for memory;
// text and bytes stay the caller's and have to live as long as this.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "lib/postgres/caller.h"

namespace latchkey {

//   const Params params{who.session_id, start.limit, start.before};
//   db.call(kSomeStatement, params);
template <std::size_t kCount>
class Params {
 public:
  template <typename... Values>
  requires(sizeof...(Values) == kCount) explicit Params(Values&&... values) {
    static_assert((!kIsGoneTooSoon<Values> && ...), "text and bytes need an owner: name them");
    std::size_t i = 0;
    ((params_[i] = param_of(values, digits_[i]), ++i), ...);
  }
  Params(const Params&) = delete;  // params_ points into digits_
  Params& operator=(const Params&) = delete;

  operator std::span<const Param>() const {
    return params_;
  }  // NOLINT(google-explicit-constructor)

 private:
  // What only the argument itself holds would be gone before the call.
  template <typename Value>
  static constexpr bool kIsGoneTooSoon =
      !std::is_lvalue_reference_v<Value> && !std::is_trivially_destructible_v<Value>;
  using Digits = std::array<char, 20>;  // of any 64-bit number, its sign included

  static Param param_of(const Param& param, Digits& /*unused*/) { return param; }
  static Param param_of(std::string_view text, Digits& /*unused*/) { return {text}; }
  template <std::size_t kSize>
  static Param param_of(const std::array<std::uint8_t, kSize>& bytes, Digits& /*unused*/) {
    return {std::string_view(reinterpret_cast<const char*>(bytes.data()), kSize), true};
  }
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) static Param param_of(Number number, Digits& digits) {
    const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {std::string_view(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()))};
  }
  template <typename Value>
  static Param param_of(const std::optional<Value>& value, Digits& digits) {
    return value ? param_of(*value, digits) : Param{};
  }

  std::array<Param, kCount> params_;
  std::array<Digits, kCount> digits_;
};

template <typename... Values>
explicit Params(Values&&...) -> Params<sizeof...(Values)>;

}  // namespace latchkey
