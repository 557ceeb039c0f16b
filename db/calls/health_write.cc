#include "db/calls/health_write.h"

namespace latchkey {
namespace {

constexpr Statement kHealthWrite{"health_write", "SELECT latchkey_api.health_write()"};

}  // namespace

Result<Done> health_write(Caller& db) {
  if (auto written = db.call(kHealthWrite, {}); !written) return written.error();
  return Done{};
}

}  // namespace latchkey
