#include "db/calls/outbox_freeze.h"

#include <utility>

#include "db/calls/array.h"
#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxFreeze{
    "outbox_freeze", "SELECT id, first_attempt_at FROM latchkey_api.outbox_freeze($1, $2, $3)"};

}  // namespace

Result<std::map<std::int64_t, UnixSeconds>> outbox_freeze(Caller& db,
                                                          std::span<const OutboxParams> frozen) {
  std::map<std::int64_t, UnixSeconds> first_attempts;
  if (frozen.empty()) return first_attempts;
  ArrayText ids;
  ArrayText fences;
  ArrayText texts;
  for (const OutboxParams& job : frozen) {
    ids.add(job.claim.id);
    fences.add(job.claim.fence);
    texts.add(std::string_view(job.json));
  }
  const std::string id_text = ids.str();
  const std::string fence_text = fences.str();
  const std::string json_text = texts.str();
  const Params params{id_text, fence_text, json_text};
  auto rows = Rows::of_call(db, kOutboxFreeze, params);
  if (!rows) return rows.error();
  while (rows->next()) first_attempts[rows->number(0)] = rows->number(1);
  return rows->checked(std::move(first_attempts));
}

}  // namespace latchkey
