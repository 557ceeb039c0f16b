// latchkey outbox: what waits for Stripe and the mail server, what went wrong, and what to do of
// it.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>

#include "cli/database.h"
#include "lib/base/result.h"

namespace latchkey {

class OutboxCommand {
 public:
  // Adds itself to `app`, which calls it while parsing; must outlive that.
  explicit OutboxCommand(CLI::App& app, Connect connect = connect_as_admin);
  OutboxCommand(const OutboxCommand&) = delete;
  OutboxCommand& operator=(const OutboxCommand&) = delete;

 private:
  using Action = Result<Done> (OutboxCommand::*)(Caller&) const;

  CLI::App& add(CLI::App& parent, const char* name, const char* help, Action action);

  Result<Done> status(Caller& db) const;
  Result<Done> list(Caller& db) const;
  Result<Done> show(Caller& db) const;
  Result<Done> retry(Caller& db) const;
  Result<Done> discard(Caller& db) const;

  Connect connect_;
  std::int64_t id_ = 0;
  bool all_dead_ = false;
  std::string state_;
  std::int64_t limit_ = 50;
  bool json_ = false;
};

}  // namespace latchkey
