#include "db/calls/outbox_rekey.h"

#include <array>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxRekey{"outbox_rekey", "SELECT latchkey_api.outbox_rekey($1, $2)"};

}  // namespace

Result<std::string> outbox_rekey(Caller& db, const OutboxClaim& claim) {
  const std::string id = std::to_string(claim.id);
  const std::string fence = std::to_string(claim.fence);
  const std::array params = {text_param(id), text_param(fence)};
  const auto row = Row::of_call(db, kOutboxRekey, params);
  if (!row) return row.error();
  auto key = row->optional_text(0);
  if (!key) return fail(ErrorCode::kNotFound, "the job has been claimed by another");
  return std::move(*key);
}

}  // namespace latchkey
