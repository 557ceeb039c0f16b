// A temporary folder with a configuration file, and an environment that the test sets alone.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

#include "lib/config/config.h"

namespace latchkey {

// What a program that reads these keys, and no others, would be told first; empty where all is
// well.
inline std::string first_problem(std::initializer_list<Key> keys) {
  ConfigReader config;
  for (const Key key : keys) config.text(key);
  return config.problems().empty() ? "" : config.problems().front();
}

class ConfigFixture {
 public:
  ConfigFixture() {
    char path[] = "/tmp/latchkey-config-XXXXXX";
    folder_ = mkdtemp(path);
    for (char** entry = environ; *entry; ++entry) {
      const std::string_view text = *entry;
      const std::string name(text.substr(0, text.find('=')));
      if (name.starts_with("LATCHKEY_") || name == "CREDENTIALS_DIRECTORY") {
        outer_[name] = getenv(name.c_str());
      }
    }
    for (const auto& [name, value] : outer_) unsetenv(name.c_str());
    file("");
  }

  ~ConfigFixture() {
    for (const auto& [name, value] : set_) unsetenv(name.c_str());
    for (const auto& [name, value] : outer_) setenv(name.c_str(), value.c_str(), 1);
    std::filesystem::remove_all(folder_);
  }

  ConfigFixture(const ConfigFixture&) = delete;
  ConfigFixture& operator=(const ConfigFixture&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string write(const std::string& name, std::string_view content) {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }

  // Makes `content` the configuration file.
  void file(std::string_view content) { variable("LATCHKEY_CONFIG", write("conf", content)); }

  void variable(const std::string& name, const std::string& value) {
    set_[name] = value;
    setenv(name.c_str(), value.c_str(), 1);
  }

  void credential(const std::string& name, std::string_view content) {
    write(name, content);
    variable("CREDENTIALS_DIRECTORY", folder_);
  }

 private:
  std::string folder_;
  std::map<std::string, std::string> outer_;  // the environment of the test program
  std::map<std::string, std::string> set_;
};

}  // namespace latchkey
