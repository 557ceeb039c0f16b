// One connection to PostgreSQL, from its start to its end, over libpq's asynchronous calls: no call
// waits beyond its time, whatever became of the server. It knows nothing of reconnecting; that is
// Connection's.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/bound_params.h"
#include "lib/postgres/caller.h"
#include "lib/postgres/conninfo.h"
#include "lib/postgres/sqlstate.h"

struct pg_conn;    // PGconn
struct pg_result;  // PGresult

namespace latchkey {

class Link {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // Tries the hosts of `options` in turn, connect_timeout each. kUnavailable where none accepts us.
  static Result<std::unique_ptr<Link>> open(const ConnectionOptions& options, bool prepare);

  // False where the server hung up while the connection was idle.
  [[nodiscard]] bool usable() const;

  // Runs a statement; `remedy` says what an error means for this link. Where the statement has
  // ended a session, it returns after the revocation window (revocation_window.h).
  Result<Answer> call(const Statement& statement, std::span<const Param> params, TimePoint deadline,
                      Remedy& remedy);

  // For a link that has made its calls and listens from now on (link_listening.cc); Channel says
  // what they mean. False and nothing: the link is lost.
  [[nodiscard]] int fd() const;
  [[nodiscard]] int backend_pid() const;
  bool ask();
  std::optional<bool> take_in(std::chrono::milliseconds wait,
                              const std::function<void(std::string_view)>& told);

 private:
  struct Finish {
    void operator()(pg_conn* connection) const noexcept;
  };
  struct Clear {
    void operator()(pg_result* result) const noexcept;
  };
  using ResultPtr = std::unique_ptr<pg_result, Clear>;
  class Rows;
  static void take_notice(void* link, const pg_result* notice);

  Link(pg_conn* connection, bool prepare) : connection_(connection), prepare_(prepare) {}

  Result<Done> prepare(const Statement& statement, TimePoint deadline, Remedy& remedy);
  bool send(const Statement& statement);
  bool settle(TimePoint deadline) const;
  void cancel() const;
  Result<ResultPtr> receive(TimePoint deadline, Remedy& remedy);
  Error failure(const pg_result* result, Remedy& remedy) const;

  std::unique_ptr<pg_conn, Finish> connection_;
  bool prepare_;
  std::set<std::string_view> prepared_;  // names of statements, which are the program's own text
  BoundParams params_;
  bool sessions_ended_ = false;  // by the call in hand, as the server has said
  bool standby_unsure_ = false;  // of the call that runs: committed, perhaps on no standby
};

}  // namespace latchkey
