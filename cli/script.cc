#include "cli/script.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <iostream>
#include <utility>
#include <vector>

namespace latchkey {

ScriptCommand::ScriptCommand(CLI::App& app, std::string name, const std::string& help)
    : name_(std::move(name)) {
  auto* const command = app.add_subcommand(name_, help);
  command->prefix_command();
  command->set_help_flag();  // --help is the script's
  command->callback([this, command] { run(*command); });
}

void ScriptCommand::run(const CLI::App& command) const {
  const std::string path = "/usr/libexec/latchkey/" + name_;
  std::vector<std::string> words = command.remaining();
  std::vector<char*> arguments = {const_cast<char*>(path.c_str())};
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(path.c_str(), arguments.data());
  std::cerr << "latchkey " << name_ << ": " << path << ": " << std::strerror(errno)
            << "; it is a part of the installed package\n";
  throw CLI::RuntimeError(1);
}

}  // namespace latchkey
