// The outbox as an administrator sees it: look at jobs, make them due again, give them up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

// Counts are in digits, times RFC 3339.
struct OutboxLaneStatus {
  std::string lane;
  std::string due;
  std::string in_flight;
  std::string later;
  std::string dead;         // and a person has to look
  std::string bad_address;  // dead, since a user's address cannot be used
  std::string done;
  std::optional<std::string> oldest;   // when the job that is due for longest fell due
  std::optional<std::string> held;     // why its jobs wait
  std::optional<std::string> seen_at;  // when a cron last looked after it
};

struct OutboxListed {
  std::string id;
  std::string account_id;
  std::string kind;
  std::string state;
  std::string attempts;
  std::string created_at;
  std::string due_at;
  std::optional<std::string> last_error;
};

Result<std::vector<OutboxLaneStatus>> admin_outbox_status(Caller& db);

// `state`: due | in_flight | later | dead | done | discarded; empty: all that are not finished.
Result<std::vector<OutboxListed>> admin_outbox_list(Caller& db, std::string_view state,
                                                    std::int64_t limit);

// One JSON object; kNotFound where there is no such job.
Result<std::string> admin_outbox_show(Caller& db, std::int64_t id);

// How many were made due: that job, or every dead one. `actor`: for the audit log.
Result<std::int64_t> admin_outbox_retry(Caller& db, std::optional<std::int64_t> id,
                                        std::string_view actor);

// kNotFound where there is no such job; kInvalidRequest where it is in flight or finished.
Result<Done> admin_outbox_discard(Caller& db, std::int64_t id, std::string_view actor);

}  // namespace latchkey
