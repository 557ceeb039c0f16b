// The admin command's way to the database: the role latchkey-admin, which may execute the admin_
// functions and nothing else.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Makes a Caller when a command needs one; a test gives its own.
using Connect = std::function<Result<std::unique_ptr<Caller>>()>;

// By LATCHKEY_DATABASE_URL of the configuration; admin_login.h has how it is let in. kInternal
// where the configuration is wrong; whether the database is there only a call tells.
Result<std::unique_ptr<Caller>> connect_as_admin();

// The same as the role of a program, by which the doctor finds out whether that one is let in.
Result<std::unique_ptr<Caller>> connect_as(const std::string& role);

// Runs what a subcommand of `latchkey <command>` does. Where it fails, says so on stderr and throws
// CLI::RuntimeError: exit code 78 (EX_CONFIG) where `connect` failed, 1 for the action.
void run_on_database(std::string_view command, const Connect& connect,
                     const std::function<Result<Done>(Caller&)>& action);

// Who asks, for the audit log: the login name behind sudo where there is one, else the user's own.
std::string actor_name();

}  // namespace latchkey
