// latchkey services: the adopter's own programs, their tokens, and database roles that may spend
// credits in SQL.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/database.h"
#include "lib/base/result.h"

namespace latchkey {

class ServicesCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit ServicesCommand(CLI::App& app, Connect connect = connect_as_admin);
  ServicesCommand(const ServicesCommand&) = delete;
  ServicesCommand& operator=(const ServicesCommand&) = delete;

 private:
  using Action = Result<Done> (ServicesCommand::*)(Caller&) const;

  CLI::App& add(CLI::App& parent, const char* name, const char* help, Action action);
  void add_name(CLI::App& command);
  void add_role(CLI::App& command);

  Result<Done> make(Caller& db) const;
  Result<Done> list(Caller& db) const;
  Result<Done> rotate(Caller& db) const;
  Result<Done> remove(Caller& db) const;
  Result<Done> allow_role(Caller& db) const;
  Result<Done> deny_role(Caller& db) const;
  [[nodiscard]] Error named(const Error& error, const std::string& name) const;

  Connect connect_;
  std::string name_;
  std::string role_;
  std::vector<std::string> scopes_;
  bool now_ = false;
  bool json_ = false;
};

}  // namespace latchkey
