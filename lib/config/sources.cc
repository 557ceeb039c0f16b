#include "lib/config/sources.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/text.h"

namespace latchkey {
namespace {

constexpr std::string_view kPrefix = "LATCHKEY_";
constexpr std::string_view kDevPrefix = "LATCHKEY_DEV_";
constexpr std::string_view kFileSuffix = "_FILE";
constexpr const char* kConfigVariable = "LATCHKEY_CONFIG";
constexpr const char* kEnvironment = "environment";
constexpr std::size_t kMaxShownBytes = 200;

std::string file_key(const KeySpec& spec) { return std::string(spec.name).append(kFileSuffix); }

// A key, or a key with _FILE behind it.
bool is_known(std::string_view name) {
  if (find_key(name)) return true;
  return name.ends_with(kFileSuffix) &&
         find_key(name.substr(0, name.size() - kFileSuffix.size())) != nullptr;
}

std::string unknown_key(std::string_view name) {
  const std::string likely = likely_key(name);
  return "is not a known key" + (likely.empty() ? "" : "; did you mean " + likely + "?");
}

// A mistyped name of a secret has a secret for its value, so a guess by the words in it.
bool sounds_secret(std::string_view name) {
  std::string words(name);
  for (char& c : words) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (words.starts_with(kPrefix)) words.erase(0, kPrefix.size());
  constexpr std::array<std::string_view, 8> kSecretWords = {"SECRET", "PASS", "PWD", "KEY",
                                                            "TOKEN",  "DSN",  "PEM", "DATABASE"};
  return std::any_of(kSecretWords.begin(), kSecretWords.end(),
                     [&](std::string_view word) { return words.find(word) != std::string::npos; });
}

bool may_be_shown(std::string_view name, std::string_view value) {
  const bool has_userinfo =
      value.find("://") != std::string_view::npos && value.find('@') != std::string_view::npos;
  if (has_userinfo) return false;
  if (const KeySpec* spec = find_key(name)) return spec->privacy == Privacy::kOpen;
  return is_known(name) || !sounds_secret(name);
}

std::string_view without_quotes(std::string_view value) {
  if (value.size() < 2) return value;
  const char quote = value.front();
  const std::string_view inside = value.substr(1, value.size() - 2);
  const bool is_quoted = (quote == '"' || quote == '\'') && value.back() == quote &&
                         inside.find(quote) == std::string_view::npos;
  return is_quoted ? inside : value;
}

std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

// The value in the file that `pointer` names, the value of KEY_FILE.
Result<std::optional<Sourced>> read_named_file(const KeySpec& spec, const Sourced& pointer) {
  auto content = read_file(pointer.value);
  if (!content) {
    return Error::of(ErrorCode::kInternal,
                     problem_line(pointer.source, file_key(spec), pointer.value,
                                  "cannot be read: " + content.error().detail));
  }
  return std::optional(Sourced{without_last_newline(std::move(*content)), pointer.value});
}

Result<std::optional<Sourced>> read_credential(const KeySpec& spec) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (!folder) return std::optional<Sourced>();
  const std::string path = std::string(folder).append("/").append(spec.name);
  auto content = read_file(path);
  if (content) return std::optional(Sourced{without_last_newline(std::move(*content)), path});
  if (content.error().code == ErrorCode::kNotFound) return std::optional<Sourced>();
  return Error::of(ErrorCode::kInternal, path + ": " + std::string(spec.name) +
                                             " cannot be read: " + content.error().detail);
}

}  // namespace

std::string problem_line(std::string_view source, std::string_view key, std::string_view value,
                         std::string_view problem) {
  std::string line(source);
  std::string quoted_key;
  append_json_string(quoted_key, key.substr(0, kMaxShownBytes));
  line.append(": ").append(quoted_key, 1, quoted_key.size() - 2);
  if (may_be_shown(key, value)) {
    line += '=';
    append_json_string(line, value.substr(0, kMaxShownBytes));
  }
  return line.append(" ").append(problem);
}

std::string config_file() {
  const char* const variable = std::getenv(kConfigVariable);
  return variable ? variable : kDefaultConfigFile;
}

Sources::Sources(const std::string& file) : file_(file) {
  const bool is_named = !file_.empty() || std::getenv(kConfigVariable);
  if (file_.empty()) file_ = config_file();
  if (!file_.empty()) read_config_file(is_named);
  find_unknown_variables();
}

void Sources::read_config_file(bool must_exist) {
  const auto content = read_file(file_);
  if (!content) {
    const bool is_absent = content.error().code == ErrorCode::kNotFound;
    if (must_exist || !is_absent) problems_.push_back(file_ + ": " + content.error().detail);
    return;
  }
  std::string_view rest = *content;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    read_line(trimmed(rest.substr(0, end)), number);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void Sources::read_line(std::string_view line, int number) {
  if (line.empty() || line.starts_with('#')) return;
  const std::string source = file_ + ":" + std::to_string(number);
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) {
    // Not quoted: it may be a part of a secret that was broken over two lines.
    problems_.push_back(source + ": must be KEY=VALUE or a # comment");
    return;
  }
  const std::string_view key = trimmed(line.substr(0, equals));
  const std::string_view value = without_quotes(trimmed(line.substr(equals + 1)));
  if (!is_known(key)) {
    problems_.push_back(problem_line(source, key, value, unknown_key(key)));
    return;
  }
  if (!settings_.try_emplace(std::string(key), Sourced{std::string(value), source}).second) {
    problems_.push_back(problem_line(source, key, value, "is set for the second time"));
  }
}

void Sources::find_unknown_variables() {
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view text = *entry;
    if (!text.starts_with(kPrefix) || text.starts_with(kDevPrefix)) continue;
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view name = text.substr(0, equals);
    if (name == kConfigVariable || is_known(name)) continue;
    const std::string_view value = text.substr(std::min(equals + 1, text.size()));
    problems_.push_back(problem_line(kEnvironment, name, value, unknown_key(name)));
  }
}

Result<std::optional<Sourced>> Sources::find(const KeySpec& spec) const {
  const std::string name(spec.name);
  const std::string name_of_file = file_key(spec);
  if (const char* value = std::getenv(name.c_str())) {
    return std::optional(Sourced{value, kEnvironment});
  }
  if (const char* path = std::getenv(name_of_file.c_str())) {
    return read_named_file(spec, {path, kEnvironment});
  }
  auto credential = read_credential(spec);
  if (!credential || *credential) return credential;
  if (const auto at = settings_.find(name); at != settings_.end()) return std::optional(at->second);
  if (const auto at = settings_.find(name_of_file); at != settings_.end()) {
    return read_named_file(spec, at->second);
  }
  return std::optional<Sourced>();
}

}  // namespace latchkey
