// One run over the outbox: claims what is due, owns the attempts at it, sends what the lanes want
// to be sent and brings them the answers, has written down what became of it, until nothing is due.
// attempt.h has the picture. Any number of runs may go on at once, on any number of hosts.
#pragma once

#include <cstdint>
#include <deque>
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
  struct Waiting {
    AttemptId id;
    Request request;
  };
  struct Served {
    Lane& lane;
    OutboxCursor cursor{};
    std::deque<Waiting> waiting{};  // for their turn
    std::size_t in_hand = 0;        // attempts
    std::int64_t returned = 0;      // of this run
    bool is_drained = false;        // nothing more was due when it last looked
  };
  struct InHand {
    Served& served;
    Attempt attempt;
  };
  struct Prepared {
    OutboxJob job;
    JobParams params;
  };

  bool work();
  Result<Done> fill(Served& served);
  Result<std::vector<Prepared>> prepare(Served& served, std::vector<OutboxJob> jobs);
  Result<std::vector<Prepared>> freeze(std::vector<Prepared> jobs);
  void begin(Served& served, Prepared prepared, TimePoint until);
  void take(InHand& in_hand, AttemptId id, Step step);
  void answer(AttemptId id, const TransferReply& reply);
  void finish(AttemptId id, JobOutcome outcome);
  std::optional<TimePoint> send(Served& served, TimePoint now);
  void give_back_waiting(Served& served);
  std::chrono::milliseconds send_all(TimePoint now);
  void run_transfers(std::chrono::milliseconds wait, int wake);
  bool flush();
  bool look_again(TimePoint now);
  Result<Done> wind_down();
  Result<Done> write_down_rest();
  Result<Done> tell_lanes();
  void tell_progress(TimePoint now);

  Parts parts_;
  std::vector<Served> lanes_;
  std::map<AttemptId, InHand> attempts_;
  AttemptId last_id_ = 0;
  TimePoint started_;
  TimePoint told_;
  std::optional<Error> error_;  // with the database
};

}  // namespace latchkey
