#include "lib/postgres/connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <string>

#include "lib/postgres/revocation_window.h"
#include "tests/unit/postgres/fake_postgres.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using postgres::error;
using postgres::prepared;
using postgres::ready;
using postgres::row;
using postgres::warning;

constexpr Statement kStatement{"test", "SELECT outcome FROM latchkey_api.test($1)"};

// A server with nothing wrong: the first Sync of a connection ends the preparing.
std::string sound(int, int sync) { return sync == 1 ? prepared() : row("live") + ready(); }

}  // namespace

TEST_GROUP(Connection) {
  int log_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  Log log{"test", LogLevel::kError, log_fd};
  std::unique_ptr<FakePostgres> server;
  std::unique_ptr<Connection> connection;

  void teardown() override {
    connection.reset();
    server.reset();
    close(log_fd);
  }

  void start(FakePostgres::Answer answer, bool prepare = true,
             std::chrono::milliseconds timeout = std::chrono::seconds(5)) {
    server = std::make_unique<FakePostgres>(std::move(answer));
    connect_to(server->conninfo(), prepare, timeout);
  }
  void connect_to(const std::string& conninfo, bool prepare = true,
                  std::chrono::milliseconds timeout = std::chrono::seconds(5)) {
    connection = std::make_unique<Connection>(*connection_options(conninfo, "latchkey-test", ""),
                                              prepare, log, timeout);
  }

  // The outcome column, or the error's detail.
  std::string call() {
    const Param param{"value"};
    const auto answer = connection->call(kStatement, {&param, 1});
    if (!answer) {
      code = answer.error().code;
      return answer.error().detail;
    }
    return std::string(*answer->field(0, 0));
  }
  ErrorCode code = ErrorCode::kNotFound;
};

TEST(Connection, StatementIsPreparedOnce) {
  start(sound);

  STRCMP_EQUAL("live", call().c_str());
  STRCMP_EQUAL("live", call().c_str());

  LONGS_EQUAL(3, server->syncs());
  LONGS_EQUAL(1, server->connections());
}

TEST(Connection, WithoutPreparingEachCallIsOneRoundTrip) {
  start([](int, int) { return postgres::message('1', "") + row("live") + ready(); }, false);

  STRCMP_EQUAL("live", call().c_str());
  STRCMP_EQUAL("live", call().c_str());

  LONGS_EQUAL(2, server->syncs());
}

TEST(Connection, ServerThatLeftWhileIdleCostsNoError) {
  start(sound);
  connection->connect_early();
  STRCMP_EQUAL("live", call().c_str());

  server->hang_up(error("57P01", "FATAL"));

  STRCMP_EQUAL("live", call().c_str());
  LONGS_EQUAL(2, server->connections());
}

TEST(Connection, ServerThatLeavesInACallMakesItUnavailable) {
  start([](int number, int sync) {
    return number == 1 && sync == 3 ? FakePostgres::kHangUp : sound(number, sync);
  });
  STRCMP_EQUAL("live", call().c_str());

  STRCMP_CONTAINS("closed the connection", call().c_str());

  CHECK_EQ(code, ErrorCode::kUnavailable);
  STRCMP_EQUAL("live", call().c_str());
}

TEST(Connection, SilentServerIsWaitedForNoLongerThanTold) {
  start([](int number, int sync) { return number == 1 && sync == 3 ? "" : sound(number, sync); },
        true, std::chrono::milliseconds(100));
  STRCMP_EQUAL("live", call().c_str());

  STRCMP_EQUAL("database: no answer in time", call().c_str());

  CHECK_EQ(code, ErrorCode::kUnavailable);
  STRCMP_EQUAL("live", call().c_str());
}

TEST(Connection, CallThatEndedSessionsReturnsWhenTheVerifiersMustHaveHeard) {
  start([](int, int sync) {
    return sync == 1 ? prepared() : postgres::told("LKEND") + row("ended") + ready();
  });
  const auto before = std::chrono::steady_clock::now();

  STRCMP_EQUAL("ended", call().c_str());

  CHECK_TRUE(std::chrono::steady_clock::now() - before >= kRevocationWindow);
}

TEST(Connection, CallThatIsGivenUpIsCancelled) {
  start([](int, int) { return ""; }, true, std::chrono::milliseconds(50));

  STRCMP_EQUAL("database: no answer in time", call().c_str());
  for (int i = 0; i < 1000 && server->cancels() == 0; ++i) usleep(10'000);

  LONGS_EQUAL(1, server->cancels());
}

TEST(Connection, CommitThatDidNotWaitForTheStandbyIsUncertain) {
  start([](int, int sync) {
    if (sync == 1) return prepared();
    return row("live") + (sync == 2 ? warning("01000", "SyncRepWaitForLSN") : "") + ready();
  });

  STRCMP_EQUAL("database: the wait for the standby was cancelled", call().c_str());
  CHECK_EQ(code, ErrorCode::kUnavailable);
  STRCMP_EQUAL("live", call().c_str());
  LONGS_EQUAL(1, server->connections());
}

TEST(Connection, OtherWarningsMeanNothing) {
  start([](int, int sync) {
    return sync == 1 ? prepared() : row("live") + warning("01000", "another") + ready();
  });

  STRCMP_EQUAL("live", call().c_str());
}

TEST(Connection, CommitThatFailsAfterTheRowsFailsTheCall) {
  start([](int, int sync) {
    return sync == 1 ? prepared() : row("live") + error("40001") + ready();
  });

  STRCMP_EQUAL("database: SQLSTATE 40001: made up", call().c_str());
  CHECK_EQ(code, ErrorCode::kUnavailable);
}

TEST(Connection, DefectKeepsTheConnection) {
  start([](int number, int sync) {
    return sync == 2 ? error("42501") + ready() : sound(number, sync);
  });

  STRCMP_EQUAL("database: SQLSTATE 42501: made up", call().c_str());

  CHECK_EQ(code, ErrorCode::kInternal);
  STRCMP_EQUAL("live", call().c_str());
  LONGS_EQUAL(1, server->connections());
}

TEST(Connection, StaleStatementIsPreparedAgainWithoutAnError) {
  start([](int number, int sync) {
    return number == 1 && sync == 3 ? error("26000") + ready() : sound(number, sync);
  });
  STRCMP_EQUAL("live", call().c_str());

  STRCMP_EQUAL("live", call().c_str());

  LONGS_EQUAL(2, server->connections());
}

TEST(Connection, StalePlanIsKnownInAnyLanguage) {
  constexpr auto kGerman = "zwischengespeicherter Plan darf den Ergebnistyp nicht ändern";
  start([=](int number, int sync) {
    return number == 1 && sync == 3 ? error("0A000", "FEHLER", kGerman) + ready()
                                    : sound(number, sync);
  });
  STRCMP_EQUAL("live", call().c_str());

  STRCMP_EQUAL("live", call().c_str());

  LONGS_EQUAL(2, server->connections());
}

TEST(Connection, TransactionThatCrossedAnotherIsRepeatedOnce) {
  start([](int number, int sync) {
    return sync == 2 ? row("live") + error("40001") + ready() : sound(number, sync);
  });

  STRCMP_EQUAL("live", call().c_str());

  LONGS_EQUAL(1, server->connections());
}

TEST(Connection, ServerThatRefusesEveryCallIsNotFlooded) {
  start([](int, int) { return error("25006") + ready(); });

  STRCMP_CONTAINS("25006", call().c_str());

  STRCMP_CONTAINS("waiting before the next try", call().c_str());
  LONGS_EQUAL(1, server->connections());
}

TEST(Connection, WithoutAServerTheSecondCallFailsAtOnce) {
  connect_to("host=@latchkey-nobody-" + std::to_string(getpid()));

  STRCMP_CONTAINS("Connection refused", call().c_str());
  CHECK_EQ(code, ErrorCode::kUnavailable);

  STRCMP_CONTAINS("waiting before the next try", call().c_str());
  CHECK_EQ(code, ErrorCode::kUnavailable);
}

TEST(Connection, NextHostIsTriedWhereOneIsAway) {
  server = std::make_unique<FakePostgres>(sound);
  const std::string conninfo = server->conninfo();
  const std::string hosts = "host=@latchkey-nobody-" + std::to_string(getpid()) + ",";
  connect_to(hosts + conninfo.substr(std::string("host=").size()));

  STRCMP_EQUAL("live", call().c_str());
}

}  // namespace latchkey
