// latchkey config check: is the configuration right? Changes nothing.
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

  std::string file_;
};

}  // namespace latchkey
