#include "cli/database.h"

#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "db/client/connection.h"
#include "lib/base/log.h"
#include "lib/config/config.h"

namespace latchkey {
namespace {

constexpr const char* kRole = "latchkey-admin";

// A connection with the log that it wants. A command says itself what went wrong; those lines are
// for the journal.
class AdminCaller final : public Caller {
 public:
  AdminCaller(ConnectionOptions options, bool prepare)
      : connection_(std::move(options), prepare, log_) {}
  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    return connection_.call(statement, params);
  }

 private:
  Log log_{"latchkey", LogLevel::kError};
  Connection connection_;
};

}  // namespace

Result<std::unique_ptr<Caller>> connect_as_admin() {
  const auto config =
      Config::load({Key::kDatabaseUrl, Key::kDatabasePassword, Key::kDatabasePrepare});
  if (!config) return config.error();
  auto options = connection_options(config->text(Key::kDatabaseUrl), kRole,
                                    config->text(Key::kDatabasePassword));
  if (!options) {
    return fail(ErrorCode::kInternal,
                std::string(key_name(Key::kDatabaseUrl)) + ": " + options.error().detail);
  }
  return std::unique_ptr<Caller>(
      std::make_unique<AdminCaller>(std::move(*options), config->on(Key::kDatabasePrepare)));
}

void run_on_database(std::string_view command, const Connect& connect,
                     const std::function<Result<Done>(Caller&)>& action) {
  const auto db = connect();
  const auto done = db ? action(**db) : Result<Done>(db.error());
  if (done) return;
  std::cerr << "latchkey " << command << ": " << done.error().detail << '\n';
  throw CLI::RuntimeError(1);
}

std::string actor_name() {
  // sudo sets it; whoever may run this command as root could say anything anyway.
  const char* const behind_sudo = std::getenv("SUDO_USER");
  if (behind_sudo && *behind_sudo) return behind_sudo;
  const passwd* const user = getpwuid(geteuid());
  return user ? user->pw_name : "uid " + std::to_string(geteuid());
}

}  // namespace latchkey
