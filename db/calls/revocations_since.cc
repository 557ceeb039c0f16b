#include "db/calls/revocations_since.h"

#include <string>

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kRevocationsSince{"revocations_since",
                                      "SELECT session_id FROM latchkey_api.revocations_since($1)"};

}  // namespace

Result<Done> revocations_since(Caller& db, std::int64_t seconds,
                               const std::function<void(const Uuid&)>& found) {
  const Params params{seconds};
  auto rows = Rows::of_call(db, kRevocationsSince, params);
  if (!rows) return rows.error();
  while (rows->next()) {
    const auto id = parse_uuid(rows->text(0));
    if (!id)
      return Error::of(ErrorCode::kInternal, "revocations_since returned what is not a UUID");
    found(*id);
  }
  return rows->finish();
}

}  // namespace latchkey
