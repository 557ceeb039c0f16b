// The part of a link that listens: signs of life and notifications.
#include <libpq-fe.h>
#include <poll.h>

#include <memory>

#include "lib/base/handle.h"
#include "lib/postgres/link.h"

namespace latchkey {
namespace {

using Notification = std::unique_ptr<PGnotify, FreeWith<PQfreemem>>;

}  // namespace

int Link::fd() const { return PQsocket(connection_.get()); }

int Link::backend_pid() const { return PQbackendPID(connection_.get()); }

// A Sync and nothing else: the server answers ReadyForQuery, having parsed no statement and begun
// no transaction, and sends what notifications it knows of before that (PostgreSQL 15, postgres.c).
bool Link::ask() {
  PGconn* connection = connection_.get();
  if (PQpipelineStatus(connection) == PQ_PIPELINE_OFF && PQenterPipelineMode(connection) == 0) {
    return false;
  }
  return PQpipelineSync(connection) == 1 && PQflush(connection) >= 0;
}

std::optional<bool> Link::take_in(std::chrono::milliseconds wait,
                                  const std::function<void(std::string_view)>& told) {
  PGconn* connection = connection_.get();
  const int unsent = PQflush(connection);
  if (wait.count() > 0) {
    pollfd arrival{fd(), static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
    poll(&arrival, 1, static_cast<int>(wait.count()));
  }
  bool sound = unsent >= 0 && PQconsumeInput(connection) == 1;

  // First the results: whatever stands before one in the stream has been parsed then.
  bool answered = false;
  while (!PQisBusy(connection)) {
    const ResultPtr result(PQgetResult(connection));
    if (!result) break;
    const bool is_answer = PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
    answered = answered || is_answer;
    sound = sound && is_answer;
  }
  while (const Notification notification{PQnotifies(connection)}) told(notification->extra);
  if (!sound || PQstatus(connection) != CONNECTION_OK) return std::nullopt;
  return answered;
}

}  // namespace latchkey
