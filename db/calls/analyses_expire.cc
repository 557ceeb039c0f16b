#include "db/calls/analyses_expire.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kAnalysesExpire{"analyses_expire", "SELECT latchkey_api.analyses_expire()"};

}  // namespace

Result<std::int64_t> analyses_expire(Caller& db) {
  auto row = Row::of_call(db, kAnalysesExpire, {});
  if (!row) return row.error();
  const std::int64_t failed = row->number(0);
  if (auto sound = row->finish(); !sound) return sound.error();
  return failed;
}

}  // namespace latchkey
