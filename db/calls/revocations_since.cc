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
  const auto answer = db.call(kRevocationsSince, params);
  if (!answer) return answer.error();
  for (int row = 0; row < answer->rows(); ++row) {
    const auto id = parse_uuid(answer->field(row, 0).value_or(""));
    if (!id) return fail(ErrorCode::kInternal, "revocations_since returned what is no UUID");
    found(*id);
  }
  return Done{};
}

}  // namespace latchkey
