// latchkey credits: give credits, show an account's ledger, prove all of them.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "cli/database.h"
#include "lib/base/result.h"

namespace latchkey {

class CreditsCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit CreditsCommand(CLI::App& app, Connect connect = connect_as_admin);
  CreditsCommand(const CreditsCommand&) = delete;
  CreditsCommand& operator=(const CreditsCommand&) = delete;

 private:
  using Action = Result<Done> (CreditsCommand::*)(Caller&) const;

  CLI::App& add(CLI::App& parent, const char* name, const char* help, Action action);

  Result<Done> grant(Caller& db) const;
  Result<Done> show(Caller& db) const;
  Result<Done> check(Caller& db) const;

  Connect connect_;
  std::string account_;
  std::int64_t amount_ = 0;
  std::string reason_;
  std::int64_t limit_ = 50;
  bool json_ = false;
};

}  // namespace latchkey
