// Result<T>: a value or an Error, in the shape of std::expected (C++23), which g++ 12 lacks.
// An expected failure is a value; an exception is a bug or no memory, and only the worker catches.
#pragma once

#include <utility>
#include <variant>

#include "lib/base/error.h"

namespace latchkey {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)  // NOLINT(google-explicit-constructor): `return value;`
      : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error)  // NOLINT(google-explicit-constructor): `return error;`
      : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Precondition for these three: has_value().
  T& operator*() { return *std::get_if<0>(&state_); }
  const T& operator*() const { return *std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  const T* operator->() const { return std::get_if<0>(&state_); }

  // Precondition: !has_value().
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

// For operations that yield nothing: Result<Done>; success is `return Done{};`.
struct Done {};

}  // namespace latchkey
