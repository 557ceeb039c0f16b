// latchkey keys: the signing keys. Runs as the owner of the key directory; workers get the active
// key as a credential and never see the directory. They read keys only when they start, so on an
// installed Latchkey a rotation restarts them before the new key signs and after, and a retirement
// once; publish and activate are the parts of a rotation over several hosts, and restart nothing.
// A change is written to the audit log; where that can't be reached the change stands, since a key
// that leaked has to go all the same, and a line on stderr says so.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include "cli/database.h"
#include "cli/installation.h"
#include "cli/key_directory.h"
#include "lib/base/result.h"

namespace latchkey {

class KeysCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit KeysCommand(CLI::App& app, Connect connect = connect_as_admin,
                       Installation machine = this_machine());
  KeysCommand(const KeysCommand&) = delete;
  KeysCommand& operator=(const KeysCommand&) = delete;

 private:
  using Action = Result<Done> (KeysCommand::*)(KeyDirectory&) const;

  struct Verb {
    const char* name;
    const char* help;
    KeyDirectory::Access access;
    Action action;
  };

  void add(CLI::App& parent, const Verb& verb);
  void run(const Verb& verb) const;

  Result<Done> generate(KeyDirectory& keys) const;
  Result<Done> rotate(KeyDirectory& keys) const;
  Result<Done> publish(KeyDirectory& keys) const;
  Result<Done> activate(KeyDirectory& keys) const;
  Result<Done> list(KeyDirectory& keys) const;
  Result<Done> retire(KeyDirectory& keys) const;

  Result<Done> make_active(KeyDirectory& keys, const std::string& kid,
                           std::string_view action) const;
  // Whether the workers of this machine have their keys from the directory.
  [[nodiscard]] bool serves_workers() const;
  // Restarts them, if it does. `so_that`: what for; `until_then`: how it is where that fails.
  [[nodiscard]] Result<Done> restart(const std::string& so_that,
                                     const std::string& until_then) const;
  void record(std::string_view action, std::string_view kid) const;

  Connect connect_;
  Installation machine_;
  std::string directory_ = kKeyDirectory;
  std::string kid_;
};

}  // namespace latchkey
