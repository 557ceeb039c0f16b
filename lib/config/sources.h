// Where values come from: environment, files it names, credentials, the configuration file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/config/keys.h"

namespace latchkey {

inline constexpr const char* kDefaultConfigFile = "/etc/latchkey/latchkey.conf";

// A value and where it stands: "environment", a path, or a path with line ("latchkey.conf:12").
struct Sourced {
  std::string value;
  std::string source;
};

// `source: KEY="value" problem`, in one line whatever the value holds. The value is left out
// where it is or may be a secret.
std::string problem_line(std::string_view source, std::string_view key, std::string_view value,
                         std::string_view problem);

class Sources {
 public:
  // Reads the configuration file: `file`, or where that is empty the one load() would take.
  explicit Sources(const std::string& file);

  // A line for each fault that concerns no value of a known key: a file that can't be read, a line
  // that is not KEY=VALUE, a key set twice, an unknown key.
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

  // The value from the first source that has it, or nothing. The error is a line as above.
  [[nodiscard]] Result<std::optional<Sourced>> find(const KeySpec& spec) const;

  // The configuration file's path, also where it does not exist.
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  void read_config_file(bool must_exist);
  void read_line(std::string_view line, int number);
  void find_unknown_variables();

  std::string file_;
  std::map<std::string, Sourced, std::less<>> settings_;  // of the configuration file
  std::vector<std::string> problems_;
};

}  // namespace latchkey
