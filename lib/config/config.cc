#include "lib/config/config.h"

#include <map>
#include <set>
#include <utility>

#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/config/check.h"
#include "lib/config/keys.h"
#include "lib/config/sources.h"

namespace latchkey {
namespace {

using Values = std::map<Key, Sourced>;

enum class Missing { kProblem, kFineForSecrets };

// Without a slash at the end, and in lower case: it is compared with what browsers say.
std::string normal_origin(std::string origin) {
  if (origin.ends_with('/')) origin.pop_back();
  return lower_case(origin);
}

}  // namespace

struct ConfigReader::Reading {
  explicit Reading(const std::string& file = {}) : sources(file), problems(sources.problems()) {}

  // Finds and checks one key, once; a key with a problem gets an empty value.
  const std::string& read(const KeySpec& spec, Missing missing = Missing::kProblem);
  std::string look_up(const KeySpec& spec, Missing missing, Sourced& found) const;
  void check_sender();

  Sources sources;
  Values values;
  std::set<Key> wrong;
  std::vector<std::string> problems;
};

const std::string& ConfigReader::Reading::read(const KeySpec& spec, Missing missing) {
  const auto [at, is_new] = values.try_emplace(spec.key);
  Sourced& found = at->second;
  if (!is_new) return found.value;
  if (std::string problem = look_up(spec, missing, found); !problem.empty()) {
    problems.push_back(std::move(problem));
    wrong.insert(spec.key);
    found = {};
  }
  if (spec.kind == Kind::kOrigin) found.value = normal_origin(std::move(found.value));
  if (spec.key == Key::kSmtpUrl || spec.key == Key::kMailFrom) check_sender();
  return found.value;
}

// What is wrong with the key, in one line; empty where it is right, or may be missing.
std::string ConfigReader::Reading::look_up(const KeySpec& spec, Missing missing,
                                           Sourced& found) const {
  auto set = sources.find(spec);
  if (!set) return set.error().detail;
  if (*set) {
    found = std::move(**set);
    const std::string problem = problem_with(spec, found.value);
    if (problem.empty()) return {};
    return problem_line(found.source, spec.name, found.value, problem);
  }
  if (spec.fallback) {
    found = {std::string(*spec.fallback), "default"};
    return {};
  }
  if (missing == Missing::kFineForSecrets && spec.privacy == Privacy::kSecret) return {};
  const std::string& file = sources.file();
  return (file.empty() ? "environment" : file) + ": " + std::string(spec.name) + " is not set";
}

// Mail needs a sender. Checked when the second of the two keys is read.
void ConfigReader::Reading::check_sender() {
  const auto url = values.find(Key::kSmtpUrl);
  const auto from = values.find(Key::kMailFrom);
  if (url == values.end() || from == values.end() || wrong.contains(Key::kMailFrom)) return;
  if (url->second.value.empty() || !from->second.value.empty()) return;
  problems.push_back(problem_line(url->second.source, key_name(Key::kSmtpUrl), url->second.value,
                                  "is set, so LATCHKEY_MAIL_FROM must be set too"));
}

ConfigReader::ConfigReader() : reading_(std::make_unique<Reading>()) {}
ConfigReader::~ConfigReader() = default;
ConfigReader::ConfigReader(ConfigReader&&) noexcept = default;

std::string ConfigReader::text(Key key) { return reading_->read(spec_of(key)); }

std::int64_t ConfigReader::number(Key key) {
  return whole_number<std::int64_t>(reading_->read(spec_of(key))).value_or(0);
}

bool ConfigReader::on(Key key) { return reading_->read(spec_of(key)) == "on"; }

std::vector<std::string> ConfigReader::list(Key key) {
  return split_list(reading_->read(spec_of(key)));
}

LogLevel ConfigReader::log_level() {
  const std::string& name = reading_->read(spec_of(Key::kLogLevel));
  if (name == "debug") return LogLevel::kDebug;
  if (name == "warning") return LogLevel::kWarning;
  return name == "error" ? LogLevel::kError : LogLevel::kInfo;
}

void ConfigReader::report(Key key, std::string_view problem) {
  if (!reading_->wrong.insert(key).second) return;
  reading_->problems.push_back(std::string(key_name(key)).append(": ").append(problem));
}

const std::vector<std::string>& ConfigReader::problems() const { return reading_->problems; }

Result<Done> ConfigReader::finish() const {
  if (problems().empty()) return Done{};
  std::string lines;
  for (const std::string& problem : problems()) lines.append(lines.empty() ? "" : "\n") += problem;
  return Error::of(ErrorCode::kInternal, std::move(lines));
}

std::vector<std::string> configuration_problems(const std::string& file) {
  ConfigReader::Reading reading(file);
  for (const KeySpec& spec : all_keys()) reading.read(spec, Missing::kFineForSecrets);
  return std::move(reading.problems);
}

std::vector<Setting> configuration_settings() {
  const Sources sources{std::string()};
  std::vector<Setting> settings;
  for (const KeySpec& spec : all_keys()) {
    const auto found = sources.find(spec);
    Setting& setting = settings.emplace_back(Setting{spec.key, "", "not set"});
    if (!found) {
      setting.source = "cannot be read";
    } else if (*found) {
      setting.value = (*found)->value;
      setting.source = (*found)->source;
    } else if (spec.fallback && !spec.fallback->empty()) {
      setting.value = *spec.fallback;
      setting.source = "default";
    }
    if (spec.kind == Kind::kOrigin) setting.value = normal_origin(std::move(setting.value));
    if (spec.privacy == Privacy::kSecret) setting.value.clear();
  }
  return settings;
}

std::string config_folder() {
  const std::string file = config_file();
  const std::size_t slash = file.rfind('/');
  if (slash == std::string::npos) return file.empty() ? "" : ".";
  return file.substr(0, slash);
}

}  // namespace latchkey
