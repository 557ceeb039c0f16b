// One run over the outbox: claims what is due, has the lanes do it, writes down what became of it,
// until nothing is due. Any number of runs may go on at once, on any number of hosts.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "cron/lane.h"
#include "cron/settler.h"
#include "db/calls/outbox_claim.h"
#include "lib/base/log.h"
#include "lib/net/transfers.h"
#include "lib/postgres/caller.h"

namespace latchkey {

class Drain {
 public:
  struct Parts {
    Caller& db;
    Transfers& transfers;
    Log& log;
    Settler& settler;
    std::function<bool()> should_stop;
    int wake;  // readable when should_stop may have changed
  };

  Drain(Parts parts, const std::vector<Lane*>& lanes);

  // kUnavailable: the database went away; what it had claimed falls due again when its lease ends.
  Result<Done> run();

 private:
  struct Served {
    Lane* lane;
    OutboxCursor cursor{};
    std::map<std::int64_t, OutboxJob> in_hand{};  // by id; what the settler needs of each
    bool is_drained = false;                      // nothing more was due when it last looked
    std::int64_t returned = 0;
  };

  bool work();
  Result<Done> fill(Served& served);
  Result<std::vector<OutboxJob>> freeze(Served& served, std::vector<OutboxJob> jobs);
  void start(Served& served, std::vector<OutboxJob> jobs, TimePoint until);
  void finish(Served& served, std::int64_t id, JobOutcome outcome);
  std::chrono::milliseconds pump(TimePoint now);
  bool flush();
  bool look_again(TimePoint now);
  Result<Done> wind_down();
  void tell_lanes();
  void tell_progress(TimePoint now);
  [[nodiscard]] std::size_t in_hand() const;

  Parts parts_;
  std::vector<Served> lanes_;
  TimePoint started_;
  TimePoint told_;
  std::optional<Error> trouble_;  // with the database
};

}  // namespace latchkey
