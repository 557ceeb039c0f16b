// latchkey sessions: who is signed in, end that, and why somebody no longer is.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/database.h"
#include "lib/base/result.h"

namespace latchkey {

class SessionsCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit SessionsCommand(CLI::App& app, Connect connect = connect_as_admin);
  SessionsCommand(const SessionsCommand&) = delete;
  SessionsCommand& operator=(const SessionsCommand&) = delete;

 private:
  using Action = Result<Done> (SessionsCommand::*)(Caller&) const;

  void add(CLI::App& parent, const char* name, const char* help, Action action);
  void run(Action action) const;

  Result<Done> list(Caller& db) const;
  Result<Done> revoke(Caller& db) const;
  Result<Done> why(Caller& db) const;
  [[nodiscard]] Error nobody() const;

  Connect connect_;
  std::string who_;
  bool json_ = false;
};

}  // namespace latchkey
