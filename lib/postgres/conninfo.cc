#include "lib/postgres/conninfo.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "lib/base/handle.h"

namespace latchkey {
namespace {

using ParsedOptions = std::unique_ptr<PQconninfoOption, FreeWith<PQconninfoFree>>;
using PgText = std::unique_ptr<char, FreeWith<PQfreemem>>;

// libpq quotes the text it stumbles over, which may be a part of a password; only the name of an
// option it does not know is told.
std::string told(std::string_view message) {
  std::string reason = "not a libpq connection string";
  if (message.starts_with("invalid connection option") ||
      message.starts_with("invalid URI query")) {
    reason.append(": ").append(message.substr(0, message.find_last_not_of('\n') + 1));
  }
  return reason;
}

// The option's value, or where there is none that of its environment variable, or an empty string.
std::string value_of(const ConnectionOptions& options, std::string_view keyword,
                     const char* variable) {
  for (const auto& [name, value] : options) {
    if (name == keyword) return value;
  }
  const char* const value = std::getenv(variable);
  return value ? value : "";
}

}  // namespace

Result<ConnectionOptions> connection_options(const std::string& conninfo,
                                             const std::string& program,
                                             const std::string& password) {
  char* message = nullptr;
  const ParsedOptions parsed(PQconninfoParse(conninfo.c_str(), &message));
  const PgText message_owner(message);
  if (!parsed) return Error::of(ErrorCode::kInternal, told(message ? message : ""));

  ConnectionOptions options;
  for (const PQconninfoOption* option = parsed.get(); option->keyword; ++option) {
    if (option->val) options.emplace_back(option->keyword, option->val);
  }
  add_default(options, "user", program);
  add_default(options, "application_name", program);
  if (!password.empty()) add_default(options, "password", password);
  add_default(options, "client_encoding", "UTF8");
  add_default(options, "connect_timeout", "2");
  add_default(options, "keepalives_idle", "30");
  add_default(options, "keepalives_interval", "5");
  add_default(options, "keepalives_count", "3");
  add_default(options, "tcp_user_timeout", "10000");
  return options;
}

void add_default(ConnectionOptions& options, const char* keyword, const std::string& value) {
  const bool given = std::any_of(options.begin(), options.end(),
                                 [&](const auto& option) { return option.first == keyword; });
  if (!given) options.emplace_back(keyword, value);
}

bool by_unix_socket(const ConnectionOptions& options) {
  if (!value_of(options, "hostaddr", "PGHOSTADDR").empty()) return false;
  const std::string host = value_of(options, "host", "PGHOST");
  // A socket without a name in the file system begins with @.
  return host.empty() || host.starts_with('/') || host.starts_with('@') || host.starts_with(',');
}

}  // namespace latchkey
