// latchkey config: is the configuration right, and what does it say? Changes nothing and never
// prints a secret.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace latchkey {

class ConfigCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit ConfigCommand(CLI::App& app);
  ConfigCommand(const ConfigCommand&) = delete;
  ConfigCommand& operator=(const ConfigCommand&) = delete;

 private:
  void check() const;
  void get() const;
  static void list();
  void conninfo() const;

  std::string file_;
  std::string key_;
  std::string part_;  // of LATCHKEY_DATABASE_URL
};

}  // namespace latchkey
