// latchkey keys: the signing keys. Runs as the owner of the key directory; workers get the active
// key as a credential and never see the directory.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/key_directory.h"
#include "lib/base/result.h"

namespace latchkey {

class KeysCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit KeysCommand(CLI::App& app);
  KeysCommand(const KeysCommand&) = delete;
  KeysCommand& operator=(const KeysCommand&) = delete;

 private:
  using Action = Result<Done> (KeysCommand::*)(KeyDirectory&) const;

  struct Verb {
    const char* name;
    const char* help;
    KeyDirectory::IfMissing if_missing;
    Action action;
  };

  void add(CLI::App& parent, const Verb& verb);
  void run(const Verb& verb) const;

  Result<Done> generate(KeyDirectory& keys) const;
  Result<Done> rotate(KeyDirectory& keys) const;
  Result<Done> list(KeyDirectory& keys) const;
  Result<Done> retire(KeyDirectory& keys) const;

  std::string directory_ = "/etc/latchkey/keys";
  std::string kid_;
};

}  // namespace latchkey
