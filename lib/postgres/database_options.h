// The connection that the configuration describes.
#pragma once

#include <string>

#include "lib/config/config.h"
#include "lib/postgres/conninfo.h"

namespace latchkey {

// Of `program`, by LATCHKEY_DATABASE_URL and LATCHKEY_DATABASE_PASSWORD. Empty where the reader has
// a problem with them.
ConnectionOptions database_options(ConfigReader& config, const std::string& program);

}  // namespace latchkey
