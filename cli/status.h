// latchkey status: how Latchkey is, on one screen. Runs as root: only root sees the memory of every
// worker and the key directory.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/database.h"
#include "cli/key_directory.h"

namespace latchkey {

class StatusCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit StatusCommand(CLI::App& app, Connect connect = connect_as_admin);
  StatusCommand(const StatusCommand&) = delete;
  StatusCommand& operator=(const StatusCommand&) = delete;

 private:
  // Each prints its part; false where an administrator has to act.
  [[nodiscard]] bool workers() const;
  [[nodiscard]] bool database() const;
  [[nodiscard]] bool keys() const;
  // Exit code 1 where any of them is false, so that a script can ask.
  void print() const;

  Connect connect_;
  std::string folder_;
  std::string key_directory_ = kKeyDirectory;
};

}  // namespace latchkey
