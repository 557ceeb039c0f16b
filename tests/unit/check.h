// Checks that print both sides where they fail. A side may hold a comma; each is evaluated once.
//   CHECK_EQ(reply.status, 200)            CHECK_NE(first, second)
//   CHECK_CONTAINS(printed, "ended")       CHECK_LACKS(log, "secret")
//   CHECK_EQ_TEXT(code, expected, input)   prints the input as well
// Includes CppUTest, which redefines new; so include this one last.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <CppUTest/TestHarness.h>

namespace latchkey::check {

struct Place {
  const char* text;
  const char* file;
  std::size_t line;
};

inline std::string in_quotes(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      out.append("\\x").append(1, kHex[byte >> 4]).append(1, kHex[byte & 15]);
    } else {
      out += c;
    }
  }
  return out + '"';
}

template <typename T>
concept Optional = std::same_as<T, std::optional<typename T::value_type>>;

template <typename T>
concept Pair = requires(const T& value) {
  value.first, value.second;
};

// A value for a person to read.
template <typename T>
std::string shown(const T& value) {
  if constexpr (std::same_as<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (std::is_null_pointer_v<T>) {
    return "null";
  } else if constexpr (std::is_enum_v<T>) {
    return std::to_string(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_arithmetic_v<T>) {
    return std::to_string(value);
  } else if constexpr (std::convertible_to<const T&, const char*>) {
    const char* const text = value;
    return text == nullptr ? "null" : in_quotes(text);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return in_quotes(value);
  } else if constexpr (Optional<T>) {
    return value ? shown(*value) : "none";
  } else if constexpr (Pair<T>) {
    return "(" + shown(value.first) + ", " + shown(value.second) + ")";
  } else if constexpr (std::ranges::range<T>) {
    std::string items;
    for (const auto& item : value) items.append(items.empty() ? "" : ", ").append(shown(item));
    return "{" + items + "}";
  } else if constexpr (requires { value.time_since_epoch(); }) {
    return shown(value.time_since_epoch());
  } else if constexpr (requires { value.count(); }) {
    return std::to_string(std::chrono::duration<double>(value).count()) + " s";
  } else {
    return value == nullptr ? "null" : "not null";
  }
}

template <typename A, typename B>
bool same(const A& a, const B& b) {
  constexpr bool kIntegers = std::integral<A> && std::integral<B> && !std::same_as<A, bool>;
  if constexpr (kIntegers && !std::same_as<A, char> && !std::same_as<B, char>) {
    return std::cmp_equal(a, b);
  } else {
    return a == b;
  }
}

inline void count(bool good, const Place& place, const std::string& found) {
  UtestShell::getCurrent()->countCheck();
  if (good) return;
  const std::string text = place.text + found;
  UtestShell::getCurrent()->fail(text.c_str(), place.file, place.line);
}

template <typename A, typename B>
void equal(const Place& place, std::string_view input, const A& a, const B& b) {
  const bool good = same(a, b);
  std::string found;
  if (!good) found = "\n\tleft:  " + shown(a) + "\n\tright: " + shown(b);
  if (!good && !input.empty()) found += "\n\tfor:   " + in_quotes(input);
  count(good, place, found);
}

template <typename A, typename B>
void differ(const Place& place, const A& a, const B& b) {
  const bool good = !same(a, b);
  count(good, place, good ? "" : "\n\tboth: " + shown(a));
}

inline void holds(const Place& place, bool wanted, std::string_view text, std::string_view part) {
  const bool good = (text.find(part) != std::string_view::npos) == wanted;
  count(good, place, good ? "" : "\n\ttext: " + in_quotes(text) + "\n\tpart: " + in_quotes(part));
}

}  // namespace latchkey::check

// NOLINTBEGIN(cppcoreguidelines-macro-usage): the place of a check and its words.
#define LATCHKEY_PLACE(words) \
  ::latchkey::check::Place { words, __FILE__, __LINE__ }

#define CHECK_EQ(left, ...) \
  ::latchkey::check::equal(LATCHKEY_PLACE(#left " == " #__VA_ARGS__), {}, left, __VA_ARGS__)
#define CHECK_EQ_TEXT(left, right, input) \
  ::latchkey::check::equal(LATCHKEY_PLACE(#left " == " #right), input, left, right)
#define CHECK_NE(left, ...) \
  ::latchkey::check::differ(LATCHKEY_PLACE(#left " != " #__VA_ARGS__), left, __VA_ARGS__)
#define CHECK_CONTAINS(text, ...) \
  ::latchkey::check::holds(LATCHKEY_PLACE(#text " contains " #__VA_ARGS__), true, text, __VA_ARGS__)
#define CHECK_LACKS(text, ...) \
  ::latchkey::check::holds(LATCHKEY_PLACE(#text " lacks " #__VA_ARGS__), false, text, __VA_ARGS__)
// NOLINTEND(cppcoreguidelines-macro-usage)
