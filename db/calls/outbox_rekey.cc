#include "db/calls/outbox_rekey.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxRekey{"outbox_rekey", "SELECT latchkey_api.outbox_rekey($1, $2)"};

}  // namespace

Result<std::string> outbox_rekey(Caller& db, const OutboxClaim& claim) {
  const Params params{claim.id, claim.fence};
  const auto row = Row::of_call(db, kOutboxRekey, params);
  if (!row) return row.error();
  auto key = row->optional_text(0);
  if (!key) return Error::of(ErrorCode::kNotFound, "the job has been claimed by another");
  return std::move(*key);
}

}  // namespace latchkey
