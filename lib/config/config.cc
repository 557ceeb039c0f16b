#include "lib/config/config.h"

#include <utility>

#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/config/check.h"
#include "lib/config/keys.h"
#include "lib/config/sources.h"

namespace latchkey {
namespace {

using Values = std::map<Key, Sourced>;

enum class Missing { kFault, kFineForSecrets };

// Without a slash at the end, and in lower case: it is compared with what browsers say.
std::string normal_origin(std::string origin) {
  if (origin.ends_with('/')) origin.pop_back();
  return lower_case(origin);
}

// Finds and checks one key; adds its value to `values` or a line to `problems`.
void read_key(const Sources& sources, const KeySpec& spec, Missing missing, Values& values,
              std::vector<std::string>& problems) {
  auto found = sources.find(spec);
  if (!found) {
    problems.push_back(found.error().detail);
    return;
  }
  if (!*found) {
    if (spec.fallback) {
      values[spec.key] = {std::string(*spec.fallback), "default"};
    } else if (missing == Missing::kFault || spec.privacy != Privacy::kSecret) {
      const std::string& file = sources.file();
      problems.push_back((file.empty() ? "environment" : file) + ": " + std::string(spec.name) +
                         " is not set");
    }
    return;
  }
  Sourced& sourced = **found;
  if (const std::string complaint = complaint_about(spec, sourced.value); !complaint.empty()) {
    problems.push_back(problem_line(sourced.source, spec.name, sourced.value, complaint));
    return;
  }
  if (spec.kind == Kind::kOrigin) sourced.value = normal_origin(std::move(sourced.value));
  values[spec.key] = std::move(sourced);
}

// Mail needs a sender.
void check_mail_from(const Values& values, std::vector<std::string>& problems) {
  const auto url = values.find(Key::kSmtpUrl);
  const auto from = values.find(Key::kMailFrom);
  if (url == values.end() || from == values.end()) return;
  if (url->second.value.empty() || !from->second.value.empty()) return;
  problems.push_back(problem_line(url->second.source, key_name(Key::kSmtpUrl), url->second.value,
                                  "is set, so LATCHKEY_MAIL_FROM must be set too"));
}

}  // namespace

Result<Config> Config::load(std::initializer_list<Key> keys) {
  return load(std::vector<Key>(keys));
}

Result<Config> Config::load(const std::vector<Key>& keys) {
  const Sources sources{std::string()};
  std::vector<std::string> problems = sources.problems();
  Values values;
  read_key(sources, spec_of(Key::kLogLevel), Missing::kFault, values, problems);
  for (const Key key : keys) {
    read_key(sources, spec_of(key), Missing::kFault, values, problems);
  }
  check_mail_from(values, problems);
  if (!problems.empty()) return fail(ErrorCode::kInternal, std::move(problems.front()));

  Config config;
  for (auto& [key, sourced] : values) config.values_[key] = std::move(sourced.value);
  return config;
}

std::vector<std::string> Config::problems(const std::string& file) {
  const Sources sources(file);
  std::vector<std::string> problems = sources.problems();
  Values values;
  for (const KeySpec& spec : all_keys()) {
    read_key(sources, spec, Missing::kFineForSecrets, values, problems);
  }
  check_mail_from(values, problems);
  return problems;
}

std::vector<Setting> Config::settings() {
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

const std::string& Config::text(Key key) const { return values_.at(key); }

std::int64_t Config::number(Key key) const {
  return whole_number<std::int64_t>(text(key)).value_or(0);  // load() has checked it
}

bool Config::on(Key key) const { return text(key) == "on"; }

LogLevel Config::log_level() const {
  const std::string& name = text(Key::kLogLevel);
  if (name == "debug") return LogLevel::kDebug;
  if (name == "warning") return LogLevel::kWarning;
  return name == "error" ? LogLevel::kError : LogLevel::kInfo;
}

std::vector<std::string> Config::list(Key key) const { return split_list(text(key)); }

}  // namespace latchkey
