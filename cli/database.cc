#include "cli/database.h"

#include <pwd.h>
#include <sysexits.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <utility>

#include "cli/admin_login.h"
#include "lib/base/log.h"
#include "lib/config/config.h"
#include "lib/postgres/connection.h"

namespace latchkey {
namespace {

// A connection with the log that it needs. A command says itself what went wrong; those lines are
// for the journal.
class AdminCaller final : public Caller {
 public:
  AdminCaller(AdminLogin login, bool prepare)
      : login_(std::move(login)), connection_(login_.options, prepare, log_) {}

  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    const ActingAs acting(login_.user);  // for this call may have to connect
    auto answer = connection_.call(statement, params);
    if (answer) return answer;
    return login_.explained(answer.error());
  }

 private:
  AdminLogin login_;
  Log log_{"latchkey", LogLevel::kError};
  Connection connection_;
};

}  // namespace

Result<std::unique_ptr<Caller>> connect_as_admin() { return connect_as(kAdminRole); }

Result<std::unique_ptr<Caller>> connect_as(const std::string& role) {
  ConfigReader config;
  AdminLogin login = AdminLogin::from(config, role);
  const bool prepare = config.on(Key::kDatabasePrepare);
  if (auto read = config.finish(); !read) return read.error();
  return std::unique_ptr<Caller>(std::make_unique<AdminCaller>(std::move(login), prepare));
}

void run_on_database(std::string_view command, const Connect& connect,
                     const std::function<Result<Done>(Caller&)>& action) {
  const auto report = [&](const Error& error, int code) {
    std::istringstream lines(error.detail);
    for (std::string line; std::getline(lines, line);) {
      std::cerr << "latchkey " << command << ": " << line << '\n';
    }
    throw CLI::RuntimeError(code);
  };
  const auto db = connect();
  if (!db) report(db.error(), EX_CONFIG);
  if (const auto done = action(**db); !done) report(done.error(), EXIT_FAILURE);
}

std::string actor_name() {
  // sudo sets it; whoever may run this command as root could say anything anyway.
  const char* const behind_sudo = std::getenv("SUDO_USER");
  if (behind_sudo && *behind_sudo) return behind_sudo;
  const passwd* const user = getpwuid(geteuid());
  return user ? user->pw_name : "uid " + std::to_string(geteuid());
}

}  // namespace latchkey
