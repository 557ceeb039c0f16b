#include "db/calls/metrics_snapshot.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kMetricsSnapshot{
    "metrics_snapshot",
    "SELECT outbox_pending, outbox_dead, outbox_oldest_seconds, outbox_attempts, latest_migration"
    " FROM latchkey_api.metrics_snapshot()"};

}  // namespace

Result<DatabaseGauges> metrics_snapshot(Caller& db) {
  auto row = Row::of_call(db, kMetricsSnapshot, {});
  if (!row) return row.error();

  DatabaseGauges gauges;
  gauges.outbox_pending = row->number(0);
  gauges.outbox_dead = row->number(1);
  gauges.outbox_oldest_seconds = row->number(2);
  gauges.outbox_attempts = row->number(3);
  gauges.latest_migration = row->text(4);
  if (auto sound = row->finish(); !sound) return sound.error();
  return gauges;
}

}  // namespace latchkey
