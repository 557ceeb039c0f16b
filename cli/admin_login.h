// How the admin command is let into the database as the role latchkey-admin, and the doctor as each
// program's role. At a Unix socket Postgres takes the kernel's word for who asks (peer
// authentication), so root is the OS user of that name meanwhile. To another host it shows what the
// folder database/ beside the configuration file has: ROLE.password, or ROLE.crt and ROLE.key. What
// connection string and environment say themselves goes first.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

#include "lib/base/result.h"
#include "lib/config/config.h"
#include "lib/postgres/conninfo.h"

namespace latchkey {

struct OsUser {
  uid_t uid = 0;
  gid_t gid = 0;
};

// Nothing where there is no such user.
std::optional<OsUser> os_user(const char* name);

// Makes root that user, as far as the kernel tells others, until destroyed. Without a user, or
// where we are not root, nothing changes.
class ActingAs {
 public:
  explicit ActingAs(const std::optional<OsUser>& user);
  ~ActingAs();
  ActingAs(const ActingAs&) = delete;
  ActingAs& operator=(const ActingAs&) = delete;

 private:
  bool acting_ = false;
};

inline constexpr const char* kAdminRole = "latchkey-admin";

struct AdminLogin {
  std::string role;
  ConnectionOptions options;
  std::optional<OsUser> user;  // whom to act as whenever a connection may be made
  bool by_socket = false;

  // Good where `config` has no problem with the database's keys.
  static AdminLogin from(ConfigReader& config, const std::string& role = kAdminRole);

  // An error of the connection, with what to do where the server did not let us in.
  [[nodiscard]] Error explained(Error error) const;
};

}  // namespace latchkey
