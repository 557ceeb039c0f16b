#include "lib/postgres/channel_connection.h"

#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/postgres/fake_postgres.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using postgres::int32;
using postgres::message;
using postgres::ready;
using postgres::row;
using postgres::text;
using std::chrono::milliseconds;

// FakePostgres sends no BackendKeyData, so the client takes its process for number 0.
constexpr const char* kProcess = "0";
constexpr milliseconds kLong{5000};

// ParseComplete, and then as of a prepared statement.
std::string answered(std::string_view value) { return message('1', "") + row(value) + ready(); }
std::string done() { return message('1', "") + message('2', "") + message('C', text("LISTEN")); }
std::string notification(std::string_view payload) {
  return message('A', int32(42) + text("a_channel") + text(payload));
}

// Who it is and LISTEN are answered as they should be; `later` answers from the third Sync on.
FakePostgres::Answer listening(std::function<std::string(int sync)> later) {
  return [later = std::move(later)](int, int sync) {
    if (sync == 1) return answered(kProcess);
    if (sync == 2) return done() + ready();
    return later(sync - 2);
  };
}

Result<Done> nothing_to_load(Caller&) { return Done{}; }

}  // namespace

TEST_GROUP(ChannelConnection) {
  int log_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  Log log{"test", LogLevel::kError, log_fd};
  std::unique_ptr<FakePostgres> server;
  std::unique_ptr<ChannelConnection> channel;
  std::vector<std::string> heard;
  Channel::Told told = [this](std::string_view payload) { heard.emplace_back(payload); };

  void teardown() override {
    channel.reset();
    server.reset();
    close(log_fd);
  }

  void start(FakePostgres::Answer answer) {
    server = std::make_unique<FakePostgres>(std::move(answer));
    channel = std::make_unique<ChannelConnection>(
        *connection_options(server->conninfo(), "latchkey-test", ""), "a_channel", log);
  }

  // Takes in until the question is answered; nothing where the connection is lost first.
  std::optional<bool> await_answer() {
    for (;;) {
      const auto answered = channel->take_in(kLong, told);
      if (!answered || *answered) return answered;
    }
  }
};

TEST(ChannelConnection, ListensBeforeItLoads) {
  int syncs_before_load = 0;
  start(listening([](int) { return answered("row"); }));

  const auto opened = channel->open([&](Caller& caller) -> Result<Done> {
    syncs_before_load = server->syncs();
    const auto answer = caller.call({"load", "SELECT 1"}, {});
    CHECK_TRUE(answer.has_value());
    STRCMP_EQUAL("row", std::string(*answer->field(0, 0)).c_str());
    return Done{};
  });

  CHECK_TRUE(opened.has_value());
  LONGS_EQUAL(2, syncs_before_load);
  CHECK_TRUE(channel->fd() >= 0);
}

TEST(ChannelConnection, PoolerIsRefused) {
  start([](int, int) { return answered("4711"); });

  const auto opened = channel->open(nothing_to_load);

  CHECK_EQ(opened.error().code, ErrorCode::kInternal);
  LONGS_EQUAL(-1, channel->fd());
}

TEST(ChannelConnection, IsNotOpenWhereLoadingFails) {
  start(listening([](int) { return std::string(); }));

  const auto opened = channel->open(
      [](Caller&) -> Result<Done> { return Error::of(ErrorCode::kUnavailable, "x"); });

  CHECK_FALSE(opened.has_value());
  LONGS_EQUAL(-1, channel->fd());
}

TEST(ChannelConnection, AnswerComesAfterWhatWasToldBeforeIt) {
  start(listening([](int) { return notification("one") + notification("two") + ready(); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  CHECK_TRUE(channel->ask());
  CHECK_EQ(await_answer(), true);

  CHECK_EQ(heard, std::vector<std::string>{"one", "two"});
}

TEST(ChannelConnection, EachQuestionIsAnswered) {
  start(listening([](int) { return ready(); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  for (int i = 0; i < 10; ++i) {
    CHECK_TRUE(channel->ask());
    CHECK_EQ(await_answer(), true);
    CHECK_EQ(channel->take_in(milliseconds(0), told), false);
  }
}

TEST(ChannelConnection, WithoutAQuestionThereIsNoAnswer) {
  start(listening([](int) { return ready(); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  CHECK_EQ(channel->take_in(milliseconds(0), told), false);
}

TEST(ChannelConnection, ServerThatHangsIsWaitedForAsLongAsSaid) {
  start(listening([](int) { return std::string(); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  CHECK_TRUE(channel->ask());

  CHECK_EQ(channel->take_in(milliseconds(1), told), false);
}

TEST(ChannelConnection, WhatWasToldBeforeTheEndIsHeard) {
  start(listening([](int) { return std::string(FakePostgres::kHangUp); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  server->hang_up(notification("last"));
  CHECK_FALSE(await_answer().has_value());

  CHECK_EQ(heard, std::vector<std::string>{"last"});
  LONGS_EQUAL(-1, channel->fd());
}

TEST(ChannelConnection, LostConnectionCanBeOpenedAgain) {
  start(listening([](int) { return std::string(FakePostgres::kHangUp); }));
  CHECK_TRUE(channel->open(nothing_to_load).has_value());
  CHECK_TRUE(channel->ask());
  CHECK_FALSE(await_answer().has_value());
  CHECK_FALSE(channel->ask());
  CHECK_FALSE(channel->take_in(milliseconds(0), told).has_value());

  CHECK_TRUE(channel->open(nothing_to_load).has_value());

  CHECK_TRUE(channel->fd() >= 0);
  LONGS_EQUAL(2, server->connections());
}

TEST(ChannelConnection, FailedOpenIsNotRepeatedAtOnce) {
  start([](int, int) { return std::string(FakePostgres::kHangUp); });
  CHECK_FALSE(channel->open(nothing_to_load).has_value());
  const int tries = server->connections();

  CHECK_EQ(channel->open(nothing_to_load).error().code, ErrorCode::kUnavailable);

  LONGS_EQUAL(tries, server->connections());
}

}  // namespace latchkey
