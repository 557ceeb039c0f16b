// LATCHKEY_DATABASE_URL, a libpq connection string or URI, completed with what a worker needs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lib/base/result.h"

namespace latchkey {

// Keywords and values for PQconnectdbParams. May hold a password: never log.
using ConnectionOptions = std::vector<std::pair<std::string, std::string>>;

// Appended only where `conninfo` does not say: user and application_name (`program`, the worker's
// role "latchkey-<name>"), `password` unless empty, UTF-8, a connect_timeout of 2 s a host, and TCP
// settings that notice a host that went silent. kInternal where libpq can't parse it.
Result<ConnectionOptions> connection_options(const std::string& conninfo,
                                             const std::string& program,
                                             const std::string& password);

// Appends an option where it is not there yet.
void add_default(ConnectionOptions& options, const char* keyword, const std::string& value);

// Whether libpq goes to a Unix socket of this machine, by these options and its PGHOST variables.
// Of several hosts the first one counts.
bool by_unix_socket(const ConnectionOptions& options);

}  // namespace latchkey
