#include "db/calls/purge.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kPurgeOutbox{"purge_outbox", "SELECT latchkey_api.purge_outbox($1, $2)"};
constexpr Statement kPurgeRefreshTokens{"purge_refresh_tokens",
                                        "SELECT latchkey_api.purge_refresh_tokens($1, $2)"};
constexpr Statement kPurgeSessions{
    "purge_sessions", "SELECT deleted, last FROM latchkey_api.purge_sessions($1, $2, $3)"};

Result<std::int64_t> purge(Caller& db, const Statement& statement, std::chrono::seconds keep,
                           std::int64_t limit) {
  const Params params{keep.count(), limit};
  auto row = Row::of_call(db, statement, params);
  if (!row) return row.error();
  const std::int64_t deleted = row->number(0);
  if (auto sound = row->finish(); !sound) return sound.error();
  return deleted;
}

}  // namespace

Result<std::int64_t> purge_outbox(Caller& db, std::chrono::seconds keep, std::int64_t limit) {
  return purge(db, kPurgeOutbox, keep, limit);
}

Result<std::int64_t> purge_refresh_tokens(Caller& db, std::chrono::seconds keep,
                                          std::int64_t limit) {
  return purge(db, kPurgeRefreshTokens, keep, limit);
}

Result<std::int64_t> purge_sessions(Caller& db, std::chrono::seconds keep, std::int64_t limit,
                                    std::string& after) {
  const Params params{keep.count(), after, limit};
  auto row = Row::of_call(db, kPurgeSessions, params);
  if (!row) return row.error();
  const std::int64_t deleted = row->number(0);
  after = row->optional_text(1).value_or("");
  if (auto sound = row->finish(); !sound) return sound.error();
  return deleted;
}

}  // namespace latchkey
