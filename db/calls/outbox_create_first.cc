#include "db/calls/outbox_create_first.h"

#include <string>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxCreateFirst{"outbox_create_first",
                                       "SELECT latchkey_api.outbox_create_first($1, $2)"};

}  // namespace

Result<Done> outbox_create_first(Caller& db, const OutboxClaim& claim) {
  const Params params{claim.id, claim.fence};
  auto row = Row::of_call(db, kOutboxCreateFirst, params);
  if (!row) return row.error();
  const std::string outcome = row->text(0);
  if (outcome == "queued" || outcome == "lost") return Done{};
  if (outcome == "unknown") return Error::of(ErrorCode::kNotFound, "the job's user is not known");
  return row->unexpected(outcome);
}

}  // namespace latchkey
