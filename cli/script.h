// Subcommands that drive other programs (systemctl, psql, nginx) are scripts beside the workers, in
// /usr/libexec/latchkey. They get the words behind their name and take latchkey's place.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace latchkey {

class ScriptCommand {
 public:
  // Adds the subcommand `name` to `app`, which calls it while parsing; must outlive that.
  ScriptCommand(CLI::App& app, std::string name, const std::string& help);
  ScriptCommand(const ScriptCommand&) = delete;
  ScriptCommand& operator=(const ScriptCommand&) = delete;

 private:
  void run(const CLI::App& command) const;

  std::string name_;
};

}  // namespace latchkey
