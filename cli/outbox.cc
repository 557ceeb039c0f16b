#include "cli/outbox.h"

#include <iostream>
#include <optional>
#include <set>
#include <utility>

#include "cli/table.h"
#include "db/calls/admin_outbox.h"
#include "lib/json/json.h"

namespace latchkey {
namespace {

constexpr std::int64_t kMostJobs = 10'000;
constexpr std::size_t kMaxError = 80;
constexpr const char* kNothing = "-";

std::string json_of(const std::vector<OutboxLaneStatus>& lanes) {
  JsonArray items;
  for (const OutboxLaneStatus& lane : lanes) {
    items.object(JsonObject()
                     .text("lane", lane.lane)
                     .raw("due", lane.due)
                     .raw("in_flight", lane.in_flight)
                     .raw("later", lane.later)
                     .raw("dead", lane.dead)
                     .raw("bad_address", lane.bad_address)
                     .raw("done", lane.done)
                     .text_or_null("oldest_due_at", lane.oldest)
                     .text_or_null("held_because", lane.held)
                     .text_or_null("seen_at", lane.seen_at));
  }
  return items.str();
}

std::string json_of(const std::vector<OutboxListed>& jobs) {
  JsonArray items;
  for (const OutboxListed& job : jobs) {
    items.object(JsonObject()
                     .raw("id", job.id)
                     .text("account_id", job.account_id)
                     .text("kind", job.kind)
                     .text("state", job.state)
                     .raw("attempts", job.attempts)
                     .text("created_at", job.created_at)
                     .text("due_at", job.due_at)
                     .text_or_null("last_error", job.last_error));
  }
  return items.str();
}

}  // namespace

OutboxCommand::OutboxCommand(CLI::App& app, Connect connect) : connect_(std::move(connect)) {
  auto* const outbox =
      app.add_subcommand("outbox", "Manage the jobs for Stripe and the mail server.");
  outbox->require_subcommand(1);

  add(*outbox, "status", "Show how many jobs wait, and for what.", &OutboxCommand::status)
      .add_flag("--json", json_, "Print JSON");

  CLI::App& list =
      add(*outbox, "list", "Show jobs that are not finished, newest first.", &OutboxCommand::list);
  list.add_option("STATE", state_, "Only these; done and discarded ones are shown if named")
      ->check(CLI::IsMember(
          std::set<std::string>{"due", "in_flight", "later", "dead", "done", "discarded"}));
  list.add_option("--limit", limit_, "How many at most")
      ->check(CLI::Range(std::int64_t{1}, kMostJobs));
  list.add_flag("--json", json_, "Print JSON");

  add(*outbox, "show", "Show all about a job, as JSON.", &OutboxCommand::show)
      .add_option("JOB", id_, "A job's id")
      ->required();

  CLI::App& retry = add(*outbox, "retry", "Make a job due now and count its attempts from 0 again.",
                        &OutboxCommand::retry);
  auto* const job = retry.add_option("JOB", id_, "A job's id");
  auto* const all = retry.add_flag("--dead", all_dead_, "Every dead job");
  job->excludes(all);
  retry.require_option(1);

  add(*outbox, "discard", "Discard a job, so that later jobs of the same account can run.",
      &OutboxCommand::discard)
      .add_option("JOB", id_, "A job's id")
      ->required();
}

CLI::App& OutboxCommand::add(CLI::App& parent, const char* name, const char* help, Action action) {
  auto* const command = parent.add_subcommand(name, help);
  command->callback([this, action] {
    run_on_database("outbox", connect_, [&](Caller& db) { return (this->*action)(db); });
  });
  return *command;
}

Result<Done> OutboxCommand::status(Caller& db) const {
  const auto lanes = admin_outbox_status(db);
  if (!lanes) return lanes.error();
  if (json_) {
    std::cout << json_of(*lanes) << '\n';
    return Done{};
  }
  Table table({"LANE", "DUE", "IN FLIGHT", "LATER", "DEAD", "BAD ADDRESS", "DONE", "OLDEST DUE",
               "LAST CRON"});
  for (const OutboxLaneStatus& lane : *lanes) {
    table.add({lane.lane, lane.due, lane.in_flight, lane.later, lane.dead, lane.bad_address,
               lane.done, lane.oldest.value_or(kNothing), lane.seen_at.value_or(kNothing)});
  }
  table.print(std::cout);
  for (const OutboxLaneStatus& lane : *lanes) {
    if (lane.held) std::cout << lane.lane << ": jobs wait, since " << *lane.held << ".\n";
  }
  return Done{};
}

Result<Done> OutboxCommand::list(Caller& db) const {
  const auto jobs = admin_outbox_list(db, state_, limit_);
  if (!jobs) return jobs.error();
  if (json_) {
    std::cout << json_of(*jobs) << '\n';
    return Done{};
  }
  if (jobs->empty()) {
    std::cout << "No jobs.\n";
    return Done{};
  }
  Table table({"JOB", "KIND", "STATE", "ATTEMPTS", "DUE", "ACCOUNT", "LAST ERROR"});
  for (const OutboxListed& job : *jobs) {
    table.add({job.id, job.kind, job.state, job.attempts, job.due_at, job.account_id,
               for_terminal(job.last_error.value_or(kNothing), kMaxError)});
  }
  table.print(std::cout);
  return Done{};
}

Result<Done> OutboxCommand::show(Caller& db) const {
  const auto job = admin_outbox_show(db, id_);
  if (!job) return job.error();
  std::cout << *job << '\n';
  return Done{};
}

Result<Done> OutboxCommand::retry(Caller& db) const {
  const auto id = all_dead_ ? std::nullopt : std::optional(id_);
  const auto retried = admin_outbox_retry(db, id, actor_name());
  if (!retried) return retried.error();
  if (id && *retried == 0) {
    return Error::of(ErrorCode::kInvalidRequest,
                     "there is no job " + std::to_string(id_) + ", or it is finished or in flight");
  }
  std::cout << (*retried == 1 ? "1 job is" : std::to_string(*retried) + " jobs are")
            << " due now.\n";
  return Done{};
}

Result<Done> OutboxCommand::discard(Caller& db) const {
  const auto discarded = admin_outbox_discard(db, id_, actor_name());
  if (!discarded) return discarded.error();
  std::cout << "Discarded job " << id_ << ".\n";
  return Done{};
}

}  // namespace latchkey
