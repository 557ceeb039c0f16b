#include "db/calls/outbox_settle.h"

#include <utility>

#include "db/calls/array.h"
#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kOutboxComplete{
    "outbox_complete", "SELECT id, outcome FROM latchkey_api.outbox_complete($1, $2, $3)"};
constexpr Statement kOutboxFail{
    "outbox_fail", "SELECT count(*) FROM latchkey_api.outbox_fail($1, $2, $3, $4, $5, $6)"};
constexpr Statement kOutboxRelease{"outbox_release",
                                   "SELECT count(*) FROM latchkey_api.outbox_release($1, $2, $3)"};

std::optional<std::string_view> name_of(OutboxFault fault) {
  switch (fault) {
    case OutboxFault::kUnknown:
      break;
    case OutboxFault::kRefused:
      return "refused";
    case OutboxFault::kAddress:
      return "address";
  }
  return std::nullopt;
}

// The claims of a batch as two parameters.
struct Claims {
  std::string ids;
  std::string fences;

  template <typename Batch>
  explicit Claims(const Batch& batch) {
    ArrayText id_array;
    ArrayText fence_array;
    for (const auto& item : batch) {
      id_array.add(item.claim.id);
      fence_array.add(item.claim.fence);
    }
    ids = id_array.str();
    fences = fence_array.str();
  }
};

}  // namespace

Result<std::vector<std::int64_t>> outbox_complete(Caller& db, std::span<const OutboxSuccess> done) {
  std::vector<std::int64_t> conflicts;
  if (done.empty()) return conflicts;
  const Claims claims(done);
  ArrayText customers;
  for (const OutboxSuccess& success : done) customers.add(success.customer);
  const std::string customer_text = customers.str();
  const Params params{claims.ids, claims.fences, customer_text};
  auto rows = Rows::of_call(db, kOutboxComplete, params);
  if (!rows) return rows.error();
  while (rows->next()) {
    const std::string outcome = rows->text(1);
    if (outcome == "conflict") {
      conflicts.push_back(rows->number(0));
    } else if (outcome != "done") {
      return rows->unexpected(outcome);
    }
  }
  return rows->checked(std::move(conflicts));
}

Result<Done> outbox_fail(Caller& db, std::span<const OutboxFailure> failed) {
  if (failed.empty()) return Done{};
  const Claims claims(failed);
  ArrayText delays;
  ArrayText errors;
  ArrayText suspects;
  ArrayText faults;
  for (const OutboxFailure& failure : failed) {
    delays.add(failure.delay ? std::optional<std::int64_t>(failure.delay->count()) : std::nullopt);
    errors.add(std::string_view(failure.error));
    suspects.add(failure.suspect);
    faults.add(name_of(failure.fault));
  }
  const std::string delay_text = delays.str();
  const std::string error_text = errors.str();
  const std::string suspect_text = suspects.str();
  const std::string fault_text = faults.str();
  const Params params{claims.ids, claims.fences, delay_text, error_text, suspect_text, fault_text};
  const auto answer = db.call(kOutboxFail, params);
  if (!answer) return answer.error();
  return Done{};
}

Result<Done> outbox_release(Caller& db, std::span<const OutboxReturn> returned) {
  if (returned.empty()) return Done{};
  const Claims claims(returned);
  ArrayText delays;
  for (const OutboxReturn& item : returned) delays.add(std::int64_t{item.delay.count()});
  const std::string delay_text = delays.str();
  const Params params{claims.ids, claims.fences, delay_text};
  const auto answer = db.call(kOutboxRelease, params);
  if (!answer) return answer.error();
  return Done{};
}

}  // namespace latchkey
