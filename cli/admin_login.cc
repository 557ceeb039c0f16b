#include "cli/admin_login.h"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "lib/base/file.h"
#include "lib/postgres/database_options.h"

namespace latchkey {
namespace {

// What the folder has for a role, less its suffix.
std::string shown_files(const std::string& role) { return config_folder() + "/database/" + role; }

bool may_enter(const std::string& folder) {
  return faccessat(AT_FDCWD, folder.c_str(), X_OK, AT_EACCESS) == 0;
}

// Whom to be at the socket. A cluster of somebody's own, as ./dev has one, is closed to all others.
std::optional<OsUser> user_for_socket(const ConnectionOptions& options, const std::string& role) {
  const auto user = os_user(role.c_str());
  const ActingAs acting(user);
  for (const auto& [keyword, value] : options) {
    if (keyword == "host" && value.starts_with('/') && !may_enter(value)) return std::nullopt;
  }
  return user;
}

void show_files(ConnectionOptions& options, const std::string& role) {
  const std::string files = shown_files(role);
  const auto password = read_file(files + ".password");
  if (password && !std::getenv("PGPASSWORD")) {
    const std::string line = password->substr(0, password->find_first_of("\r\n"));
    if (!line.empty()) add_default(options, "password", line);
  }
  const std::string certificate = files + ".crt";
  const std::string key = files + ".key";
  const bool readable = access(certificate.c_str(), R_OK) == 0 && access(key.c_str(), R_OK) == 0;
  if (readable && !std::getenv("PGSSLCERT")) {
    add_default(options, "sslcert", certificate);
    add_default(options, "sslkey", key);
  }
}

// libpq tells by words alone that a server or the kernel did not let us in.
bool is_refusal(std::string_view detail) {
  constexpr std::array<std::string_view, 5> kWords = {
      "authentication failed", "no password supplied", "requires a valid client certificate",
      "Permission denied", "pg_hba.conf"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](auto words) { return detail.find(words) != detail.npos; });
}

}  // namespace

std::optional<OsUser> os_user(const char* name) {
  const passwd* const user = getpwnam(name);
  if (!user) return std::nullopt;
  return OsUser{user->pw_uid, user->pw_gid};
}

ActingAs::ActingAs(const std::optional<OsUser>& user) {
  if (!user || geteuid() != 0) return;
  acting_ = setegid(user->gid) == 0;
  if (acting_ && seteuid(user->uid) != 0) acting_ = setegid(getgid()) != 0;
}

// The real and the saved user are root all the while, so there is a way back.
ActingAs::~ActingAs() {
  if (acting_ && (seteuid(0) != 0 || setegid(getgid()) != 0)) std::abort();
}

AdminLogin AdminLogin::from(ConfigReader& config, const std::string& role) {
  AdminLogin login{role, database_options(config, role), std::nullopt, false};
  login.by_socket = by_unix_socket(login.options);
  if (login.by_socket) {
    login.user = user_for_socket(login.options, role);
  } else {
    show_files(login.options, role);
  }
  return login;
}

Error AdminLogin::explained(Error error) const {
  if (!is_refusal(error.detail)) return error;
  if (getuid() != 0) {
    error.detail += "; run it as root";
  } else if (by_socket) {
    error.detail.append("; pg_hba.conf has to let the OS user ").append(role).append(" in (peer)");
  } else {
    const std::string files = shown_files(role);
    error.detail += "; it needs the password in " + files + ".password, or the certificate in " +
                    files + ".crt and its key in " + files + ".key";
  }
  return error;
}

}  // namespace latchkey
