#include "db/calls/outbox_freeze.h"

#include <unordered_map>

#include "db/calls/array.h"
#include "db/calls/row.h"
#include "db/calls/rows.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxFreeze{
    "outbox_freeze", "SELECT id, first_attempt_at FROM latchkey_api.outbox_freeze($1, $2, $3)"};

}  // namespace

Result<Done> outbox_freeze(Caller& db, std::vector<OutboxJob>& jobs) {
  if (jobs.empty()) return Done{};
  ArrayText ids;
  ArrayText fences;
  ArrayText texts;
  for (const OutboxJob& job : jobs) {
    ids.add(job.claim.id);
    fences.add(job.claim.fence);
    texts.add(job.params);
  }
  const std::string id_text = ids.str();
  const std::string fence_text = fences.str();
  const std::string params_text = texts.str();
  const Params params{id_text, fence_text, params_text};
  const auto answer = db.call(kOutboxFreeze, params);
  if (!answer) return answer.error();

  std::unordered_map<std::int64_t, UnixSeconds> frozen;
  for (int row = 0; row < answer->rows(); ++row) {
    frozen[number_at(*answer, row, 0)] = number_at(*answer, row, 1);
  }
  std::erase_if(jobs, [&](const OutboxJob& job) { return !frozen.contains(job.claim.id); });
  for (OutboxJob& job : jobs) job.first_attempt_at = frozen[job.claim.id];
  return Done{};
}

}  // namespace latchkey
