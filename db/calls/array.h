// A parameter that is a PostgreSQL array, in text form (PostgreSQL 15, section 8.15).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latchkey {

class ArrayText {
 public:
  void add(std::int64_t number) { append(std::to_string(number)); }
  void add(bool value) { append(value ? "t" : "f"); }
  void add(std::string_view text) { append(quoted(text)); }
  template <typename T>
  void add(const std::optional<T>& value) {
    if (value) {
      add(*value);
    } else {
      append("NULL");
    }
  }
  [[nodiscard]] std::string str() const { return text_ + '}'; }

 private:
  static std::string quoted(std::string_view text);
  void append(std::string_view item);

  std::string text_ = "{";
};

}  // namespace latchkey
