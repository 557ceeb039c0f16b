#include "db/calls/outbox_claim.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxClaim{
    "outbox_claim",
    "SELECT id, fence, account_id, kind, payload, attempts, idempotency_key, params,"
    " first_attempt_at, suspect, customer, due_us"
    " FROM latchkey_api.outbox_claim($1, $2, $3, $4, $5)"};

OutboxJob job_in(Rows& row) {
  std::optional<FrozenParams> frozen;
  if (!row.is_null(7)) frozen = {row.text(7), row.number(8)};
  return {{row.number(0), row.number(1)},
          row.text(2),
          row.text(3),
          row.text(4),
          row.number(5),
          row.text(6),
          std::move(frozen),
          row.boolean(9),
          row.optional_text(10),
          row.number(11)};
}

bool is_earlier(const OutboxJob& a, const OutboxJob& b) {
  return std::tie(a.due_us, a.claim.id) < std::tie(b.due_us, b.claim.id);
}

}  // namespace

Result<std::vector<OutboxJob>> outbox_claim(Caller& db, std::string_view lane, std::int64_t limit,
                                            std::chrono::seconds lease, OutboxCursor& cursor) {
  const Params params{lane, limit, lease.count(), cursor.due_us, cursor.id};
  auto rows = Rows::of_call(db, kOutboxClaim, params);
  if (!rows) return rows.error();

  std::vector<OutboxJob> jobs;
  while (rows->next()) jobs.push_back(job_in(*rows));
  if (auto sound = rows->finish(); !sound) return sound.error();
  std::sort(jobs.begin(), jobs.end(), is_earlier);
  if (!jobs.empty()) cursor = {jobs.back().due_us, jobs.back().claim.id};
  return jobs;
}

}  // namespace latchkey
