// The one real Caller: a connection to PostgreSQL that comes back by itself. One a process, used
// by one thread. Owns the connection; must never show a parameter's value in an error or the log.
#pragma once

#include <chrono>
#include <memory>
#include <span>

#include "lib/base/log.h"
#include "lib/metrics/counters.h"
#include "lib/postgres/backoff.h"
#include "lib/postgres/caller.h"
#include "lib/postgres/conninfo.h"
#include "lib/postgres/link.h"

namespace latchkey {

class Connection : public Caller {
 public:
  // `prepare`: off behind a pooler that gives each transaction another server.
  // `call_timeout`: for a whole call, its reconnecting apart. Below the 5 s in which a worker has
  // to end when told to, and nginx's fastcgi_read_timeout.
  Connection(ConnectionOptions options, bool prepare, Log& log,
             std::chrono::milliseconds call_timeout = std::chrono::seconds(4));

  // Connects ahead of the first call. A failure is logged and tried again by the calls.
  void connect_early();

  // From now on reconnects and failures are counted there.
  void count_in(Counters& counters) { counters_ = &counters; }

  Result<Answer> call(const Statement& statement, std::span<const Param> params) override;

 private:
  Result<Done> ensure_link();
  void lose_link(const Error& error);
  void count(Event event);

  ConnectionOptions options_;
  bool prepare_;
  Log& log_;
  std::chrono::milliseconds call_timeout_;
  Backoff backoff_;
  std::unique_ptr<Link> link_;
  bool link_proven_ = false;  // it has answered a call
  bool was_connected_ = false;
  Counters* counters_ = nullptr;
};

}  // namespace latchkey
