#include "db/calls/outbox_lane.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxLane{"outbox_lane", "SELECT latchkey_api.outbox_lane($1, $2)"};
constexpr Statement kOutboxPace{"outbox_pace", "SELECT latchkey_api.outbox_pace($1, $2, $3, $4)"};
constexpr Statement kOutboxPause{"outbox_pause", "SELECT 1 FROM latchkey_api.outbox_pause($1, $2)"};

Result<std::int64_t> number_from(Caller& db, const Statement& statement,
                                 std::span<const Param> params) {
  auto row = Row::of_call(db, statement, params);
  if (!row) return row.error();
  const std::int64_t number = row->number(0);
  if (auto sound = row->finish(); !sound) return sound.error();
  return number;
}

}  // namespace

Result<std::int64_t> outbox_lane(Caller& db, std::string_view lane,
                                 const std::optional<std::string>& held_because) {
  const Params params{lane, held_because};
  return number_from(db, kOutboxLane, params);
}

Result<std::chrono::milliseconds> outbox_pace(Caller& db, std::string_view lane,
                                              std::int64_t requests, std::int64_t rate,
                                              std::chrono::milliseconds most) {
  const Params params{lane, requests, rate, most.count()};
  const auto wait = number_from(db, kOutboxPace, params);
  if (!wait) return wait.error();
  return std::chrono::milliseconds(*wait);
}

Result<Done> outbox_pause(Caller& db, std::string_view lane, std::chrono::milliseconds pause) {
  const Params params{lane, pause.count()};
  const auto noted = number_from(db, kOutboxPause, params);
  if (!noted) return noted.error();
  return Done{};
}

}  // namespace latchkey
