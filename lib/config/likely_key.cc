// What a mistyped key was to be.
#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "lib/config/config.h"
#include "lib/config/keys.h"

namespace latchkey {
namespace {

constexpr std::string_view kPrefix = "LATCHKEY_";
constexpr std::string_view kFileSuffix = "_FILE";
constexpr std::size_t kMaxBytes = 64;  // no key is as long

// How many letters have to be put in, taken out or changed to make `b` of `a` (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t change = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// As keys are written, whatever the case and with or without the prefix.
std::string as_key(std::string_view name) {
  std::string key(name);
  for (char& c : key) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return key.starts_with(kPrefix) ? key : std::string(kPrefix) + key;
}

}  // namespace

std::string likely_key(std::string_view name) {
  if (name.size() > kMaxBytes) return "";
  std::string typed = as_key(name);
  const bool is_file = typed.ends_with(kFileSuffix) && !key_named(typed);
  std::string closest;
  std::size_t least = 3;  // more than two letters are not a slip
  for (const KeySpec& spec : all_keys()) {
    for (const bool with_suffix : {false, true}) {
      if (with_suffix && !is_file) continue;
      const std::string key = std::string(spec.name).append(with_suffix ? kFileSuffix : "");
      if (const std::size_t letters = distance(typed, key); letters < least) {
        least = letters;
        closest = key;
      }
    }
  }
  return closest;
}

}  // namespace latchkey
