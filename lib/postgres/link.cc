#include "lib/postgres/link.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/postgres/revocation_window.h"

namespace latchkey {
namespace {

// Whether the socket has one of `events` before the deadline. Nothing where there is no socket.
std::optional<bool> ready(const PGconn* connection, short events, Link::TimePoint deadline) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  pollfd wait{PQsocket(connection), events, 0};
  if (wait.fd < 0) return std::nullopt;
  const auto timeout = static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  return poll(&wait, 1, timeout) > 0;
}

std::string_view field_of(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text ? std::string_view(text) : std::string_view();
}

bool is_success(const PGresult* result) {
  const auto status = PQresultStatus(result);
  return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

}  // namespace

void Link::Finish::operator()(pg_conn* connection) const noexcept { PQfinish(connection); }
void Link::Clear::operator()(pg_result* result) const noexcept { PQclear(result); }

class Link::Rows : public Answer::Source {
 public:
  explicit Rows(ResultPtr result) : result_(std::move(result)) {}
  [[nodiscard]] int rows() const override { return PQntuples(result_.get()); }
  [[nodiscard]] std::optional<std::string_view> field(int row, int column) const override {
    if (PQgetisnull(result_.get(), row, column)) return std::nullopt;
    return std::string_view(PQgetvalue(result_.get(), row, column),
                            static_cast<std::size_t>(PQgetlength(result_.get(), row, column)));
  }

 private:
  ResultPtr result_;
};

Result<std::unique_ptr<Link>> Link::open(const ConnectionOptions& options, bool prepare) {
  std::vector<const char*> keywords;
  std::vector<const char*> values;
  for (const auto& [keyword, value] : options) {
    keywords.push_back(keyword.c_str());
    values.push_back(value.c_str());
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  // Not asynchronous, as everything below is: only so does libpq apply connect_timeout to each
  // host and go on to the next.
  std::unique_ptr<Link> link(
      new Link(PQconnectdbParams(keywords.data(), values.data(), 0), prepare));
  PGconn* connection = link->connection_.get();
  if (PQstatus(connection) != CONNECTION_OK || PQsetnonblocking(connection, 1) != 0) {
    return Error::of(ErrorCode::kUnavailable, describe("", PQerrorMessage(connection)));
  }
  // Else notices would go to stderr, between the lines of the log.
  PQsetNoticeReceiver(connection, take_notice, link.get());
  return link;
}

// Two notices say more of a success: that it ended sessions, and that its COMMIT did not wait for
// the synchronous standby, since that was cancelled: it is lost if the standby takes over now.
void Link::take_notice(void* self, const pg_result* notice) {
  Link& link = *static_cast<Link*>(self);
  const std::string_view sqlstate = field_of(notice, PG_DIAG_SQLSTATE);
  if (sqlstate == kSessionsEnded) link.sessions_ended_ = true;
  if (is_unsure_of_standby(sqlstate, field_of(notice, PG_DIAG_SOURCE_FUNCTION))) {
    link.standby_unsure_ = true;
  }
}

bool Link::usable() const {
  PGconn* connection = connection_.get();
  while (ready(connection, POLLIN, TimePoint()).value_or(true)) {
    if (PQconsumeInput(connection) == 0) return false;
  }
  return PQstatus(connection) == CONNECTION_OK;
}

Result<Answer> Link::call(const Statement& statement, std::span<const Param> params,
                          TimePoint deadline, Remedy& remedy) {
  remedy = Remedy::kNone;
  standby_unsure_ = false;
  if (auto bound = params_.bind(params); !bound) return bound.error();
  if (prepare_ && !prepared_.contains(statement.name)) {
    if (auto done = prepare(statement, deadline, remedy); !done) return done.error();
    prepared_.insert(statement.name);
  }
  sessions_ended_ = false;
  if (!send(statement)) return failure(nullptr, remedy);
  auto result = receive(deadline, remedy);
  if (!result) return result.error();
  if (sessions_ended_) outwait_revocation_window();
  return Answer(std::make_unique<Rows>(std::move(*result)));
}

Result<Done> Link::prepare(const Statement& statement, TimePoint deadline, Remedy& remedy) {
  if (PQsendPrepare(connection_.get(), statement.name, statement.sql, 0, nullptr) == 0) {
    return failure(nullptr, remedy);
  }
  const auto result = receive(deadline, remedy);
  if (!result) return result.error();
  return Done{};
}

bool Link::send(const Statement& statement) {
  PGconn* connection = connection_.get();
  if (!prepare_) {
    return PQsendQueryParams(connection, statement.sql, params_.count(), nullptr, params_.values(),
                             params_.lengths(), params_.formats(), 0) == 1;
  }
  return PQsendQueryPrepared(connection, statement.name, params_.count(), params_.values(),
                             params_.lengths(), params_.formats(), 0) == 1;
}

// Waits until the next PQgetResult does not block; false where the time is over. A connection that
// breaks meanwhile is for PQgetResult to report: the server may have said why.
bool Link::settle(TimePoint deadline) const {
  PGconn* connection = connection_.get();
  while (PQisBusy(connection)) {
    const int unsent = PQflush(connection);
    if (unsent < 0) return true;
    const auto events = static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN);
    const auto arrived = ready(connection, events, deadline);
    if (!arrived) return true;
    if (!*arrived) return false;
    if (PQconsumeInput(connection) == 0) return true;
  }
  return true;
}

// All results of what was sent. One error among them is what counts: a COMMIT fails after the rows.
Result<Link::ResultPtr> Link::receive(TimePoint deadline, Remedy& remedy) {
  ResultPtr received;
  for (;;) {
    if (!settle(deadline)) {
      remedy = Remedy::kReconnect;
      cancel();
      return Error::of(ErrorCode::kUnavailable, "database: no answer in time");
    }
    ResultPtr result(PQgetResult(connection_.get()));
    if (!result) break;
    if (!received || is_success(received.get())) received = std::move(result);
  }
  if (!received || !is_success(received.get())) return failure(received.get(), remedy);
  if (standby_unsure_) {
    return Error::of(ErrorCode::kUnavailable, "database: the wait for the standby was cancelled");
  }
  return received;
}

Error Link::failure(const pg_result* result, Remedy& remedy) const {
  const std::string_view sqlstate = field_of(result, PG_DIAG_SQLSTATE);
  const std::string_view message = sqlstate.empty()
                                       ? std::string_view(PQerrorMessage(connection_.get()))
                                       : field_of(result, PG_DIAG_MESSAGE_PRIMARY);
  const Handling handling = judge(sqlstate);
  remedy = handling.remedy;
  if ((remedy == Remedy::kNone || remedy == Remedy::kRepeat) &&
      PQstatus(connection_.get()) != CONNECTION_OK) {
    remedy = Remedy::kReconnect;
  }
  return Error::of(handling.code, describe(sqlstate, message));
}

}  // namespace latchkey
