#include "db/calls/outbox_claim.h"

#include <algorithm>
#include <tuple>

#include "db/calls/row.h"
#include "db/calls/rows.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxClaim{
    "outbox_claim",
    "SELECT id, fence, account_id, kind, payload, attempts, idempotency_key, params,"
    " coalesce(first_attempt_at, 0), suspect, customer, due_us"
    " FROM latchkey_api.outbox_claim($1, $2, $3, $4, $5)"};

OutboxJob job_in(const Answer& answer, int row) {
  OutboxJob job;
  job.claim = {number_at(answer, row, 0), number_at(answer, row, 1)};
  job.account_id = text_at(answer, row, 2);
  job.kind = text_at(answer, row, 3);
  job.payload = text_at(answer, row, 4);
  job.attempts = number_at(answer, row, 5);
  job.idempotency_key = text_at(answer, row, 6);
  job.params = optional_text_at(answer, row, 7);
  job.first_attempt_at = number_at(answer, row, 8);
  job.suspect = text_at(answer, row, 9) == "t";
  job.customer = optional_text_at(answer, row, 10);
  job.due_us = number_at(answer, row, 11);
  return job;
}

bool is_earlier(const OutboxJob& a, const OutboxJob& b) {
  return std::tie(a.due_us, a.claim.id) < std::tie(b.due_us, b.claim.id);
}

}  // namespace

Result<std::vector<OutboxJob>> outbox_claim(Caller& db, std::string_view lane, std::int64_t limit,
                                            std::chrono::seconds lease, OutboxCursor& cursor) {
  const Params params{lane, limit, lease.count(), cursor.due_us, cursor.id};
  const auto answer = db.call(kOutboxClaim, params);
  if (!answer) return answer.error();

  std::vector<OutboxJob> jobs;
  for (int row = 0; row < answer->rows(); ++row) jobs.push_back(job_in(*answer, row));
  std::sort(jobs.begin(), jobs.end(), is_earlier);
  if (!jobs.empty()) cursor = {jobs.back().due_us, jobs.back().claim.id};
  return jobs;
}

}  // namespace latchkey
