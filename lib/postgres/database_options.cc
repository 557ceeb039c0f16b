#include "lib/postgres/database_options.h"

#include <utility>

namespace latchkey {

ConnectionOptions database_options(ConfigReader& config, const std::string& program) {
  auto options = connection_options(config.text(Key::kDatabaseUrl), program,
                                    config.text(Key::kDatabasePassword));
  if (options) return std::move(*options);
  config.report(Key::kDatabaseUrl, options.error().detail);
  return {};
}

}  // namespace latchkey
