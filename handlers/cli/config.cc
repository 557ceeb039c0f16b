#include "cli/config.h"

#include <sysexits.h>

#include <iostream>

#include "lib/config/config.h"

namespace latchkey {

ConfigCommand::ConfigCommand(CLI::App& app) {
  auto* const config = app.add_subcommand("config", "Look after the configuration.");
  config->require_subcommand(1);

  auto* const check_command = config->add_subcommand(
      "check", "Check the whole configuration, environment included; a line for each fault.");
  check_command->add_option("FILE", file_,
                            "The file to check instead of $LATCHKEY_CONFIG or "
                            "/etc/latchkey/latchkey.conf");
  check_command->callback([this] { check(); });
}

void ConfigCommand::check() const {
  const auto problems = Config::problems(file_);
  for (const auto& problem : problems) std::cerr << problem << '\n';
  if (!problems.empty()) throw CLI::RuntimeError(EX_CONFIG);
  std::cout << "The configuration is right.\n";
}

}  // namespace latchkey
