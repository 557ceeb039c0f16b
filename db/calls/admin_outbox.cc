#include "db/calls/admin_outbox.h"

#include "db/calls/row.h"

namespace latchkey {
namespace {

constexpr Statement kStatus{"admin_outbox_status",
                            "SELECT lane, due, in_flight, later, dead, bad_address, done, oldest,"
                            " held, seen_at"
                            " FROM latchkey_api.admin_outbox_status()"};
constexpr Statement kList{"admin_outbox_list",
                          "SELECT id, account_id, kind, state, attempts, created_at, due_at,"
                          " last_error FROM latchkey_api.admin_outbox_list($1, $2)"};
constexpr Statement kShow{"admin_outbox_show", "SELECT latchkey_api.admin_outbox_show($1)"};
constexpr Statement kRetry{"admin_outbox_retry", "SELECT latchkey_api.admin_outbox_retry($1, $2)"};
constexpr Statement kDiscard{"admin_outbox_discard",
                             "SELECT latchkey_api.admin_outbox_discard($1, $2)"};

Error no_job(std::int64_t id) {
  return Error::of(ErrorCode::kNotFound, "there is no job " + std::to_string(id));
}

}  // namespace

Result<std::vector<OutboxLaneStatus>> admin_outbox_status(Caller& db) {
  auto rows = Rows::of_call(db, kStatus, {});
  if (!rows) return rows.error();
  std::vector<OutboxLaneStatus> lanes;
  while (rows->next()) {
    lanes.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3), rows->text(4),
                     rows->text(5), rows->text(6), rows->optional_text(7), rows->optional_text(8),
                     rows->optional_text(9)});
  }
  return rows->checked(std::move(lanes));
}

Result<std::vector<OutboxListed>> admin_outbox_list(Caller& db, std::string_view state,
                                                    std::int64_t limit) {
  const Params params{state.empty() ? std::nullopt : std::optional(state), limit};
  auto rows = Rows::of_call(db, kList, params);
  if (!rows) return rows.error();
  std::vector<OutboxListed> jobs;
  while (rows->next()) {
    jobs.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3), rows->text(4),
                    rows->text(5), rows->text(6), rows->optional_text(7)});
  }
  return rows->checked(std::move(jobs));
}

Result<std::string> admin_outbox_show(Caller& db, std::int64_t id) {
  const Params params{id};
  const auto row = Row::of_call(db, kShow, params);
  if (!row) return row.error();
  auto job = row->optional_text(0);
  if (!job) return no_job(id);
  return std::move(*job);
}

Result<std::int64_t> admin_outbox_retry(Caller& db, std::optional<std::int64_t> id,
                                        std::string_view actor) {
  const Params params{id, actor};
  auto row = Row::of_call(db, kRetry, params);
  if (!row) return row.error();
  const std::int64_t retried = row->number(0);
  if (auto sound = row->finish(); !sound) return sound.error();
  return retried;
}

Result<Done> admin_outbox_discard(Caller& db, std::int64_t id, std::string_view actor) {
  const Params params{id, actor};
  auto row = Row::of_call(db, kDiscard, params);
  if (!row) return row.error();
  const std::string outcome = row->text(0);
  if (outcome == "discarded") return Done{};
  if (outcome == "unknown") return no_job(id);
  if (outcome == "finished") return Error::of(ErrorCode::kInvalidRequest, "that job is finished");
  if (outcome == "in_flight") {
    return Error::of(ErrorCode::kInvalidRequest,
                     "a cron is working on that job; try again when it has ended");
  }
  return row->unexpected(outcome);
}

}  // namespace latchkey
