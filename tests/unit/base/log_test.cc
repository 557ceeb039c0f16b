#include "lib/base/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <limits>
#include <string>

#include <CppUTest/TestHarness.h>

using latchkey::Log;
using latchkey::LogLevel;

// The log writes into a pipe that the test reads.
TEST_GROUP(Log) {
  int ends[2] = {-1, -1};

  void setup() override { CHECK_EQUAL(0, pipe(ends)); }
  void teardown() override {
    close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    unsetenv("JOURNAL_STREAM");
  }

  Log log(LogLevel least = LogLevel::kInfo) { return {"auth-refresh", least, ends[1]}; }

  // As systemd tells a service that its output is the journal's.
  void connect_journal() {
    struct stat status {};
    CHECK_EQUAL(0, fstat(ends[1], &status));
    const std::string stream = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    setenv("JOURNAL_STREAM", stream.c_str(), 1);
  }

  // All that was written, without the time of each line's start.
  std::string written() {
    std::string text = all_written();
    const std::string time = R"({"time":"2026-01-02T03:04:05.678Z",)";
    return text.empty() ? text : text.substr(time.size());
  }

  std::string all_written() {
    close(ends[1]);
    ends[1] = -1;
    std::string text;
    char block[4096];
    for (ssize_t size; (size = read(ends[0], block, sizeof block)) > 0;) {
      text.append(block, static_cast<std::size_t>(size));
    }
    return text;
  }
};

TEST(Log, ALineIsOneJsonObjectWithTimeLevelProgramAndMessage) {
  log().info("ready");

  STRCMP_EQUAL("\"level\":\"info\",\"program\":\"auth-refresh\",\"message\":\"ready\"}\n",
               written().c_str());
}

TEST(Log, FieldsKeepTheirTypes) {
  log().warning("done", {{"path", "/api"},
                         {"status", 200},
                         {"seconds", 0.25},
                         {"cached", true},
                         {"broken", std::numeric_limits<double>::infinity()}});

  STRCMP_CONTAINS(R"("path":"/api","status":200,"seconds":0.25,"cached":true,"broken":null})",
                  written().c_str());
}

TEST(Log, NoValueCanStartALineOfItsOwn) {
  log().error("bad\n{\"level\":\"info\"}", {{"user_agent", "x\r\n\x1B[2J\u0085\xFF"}});

  const std::string text = written();
  CHECK_EQUAL(text.size() - 1, text.find('\n'));
  STRCMP_CONTAINS(R"("message":"bad\n{\"level\":\"info\"}")", text.c_str());
  STRCMP_CONTAINS("\"user_agent\":\"x\\r\\n\\u001b[2J\\u0085\uFFFD\"", text.c_str());
}

TEST(Log, LevelsBelowTheLeastAreDropped) {
  auto quiet = log(LogLevel::kWarning);
  quiet.write(LogLevel::kDebug, "a");
  quiet.info("b");

  STRCMP_EQUAL("", written().c_str());
}

TEST(Log, DebugIsWrittenWhereAskedFor) {
  log(LogLevel::kDebug).write(LogLevel::kDebug, "detail");

  STRCMP_CONTAINS("\"level\":\"debug\"", written().c_str());
}

TEST(Log, LongTextIsCutBetweenCharacters) {
  log().info("long", {{"text", std::string(2047, 'a') + "€€€"}});

  STRCMP_CONTAINS((std::string(2047, 'a') + "…\"}\n").c_str(), written().c_str());
}

TEST(Log, LongTextWithoutAnyCharacterIsCutToo) {
  log().info("long", {{"text", std::string(5000, '\x80')}});

  CHECK(written().size() < 3 * 2048 + 200);
}

TEST(Log, EachLineStandsForItself) {
  auto lines = log();
  lines.info("first", {{"a", 1}});
  lines.info("second");

  const std::string text = written();
  STRCMP_CONTAINS("\"a\":1}\n{\"time\":\"", text.c_str());
  STRCMP_CONTAINS("\"message\":\"second\"}\n", text.c_str());
}

TEST(Log, AClosedLogIsNoReasonToStop) {
  Log closed("auth-refresh", LogLevel::kInfo, -1);

  closed.info("nobody hears this");
}

TEST(Log, TheJournalIsToldThePriorityOfEachLine) {
  connect_journal();
  auto lines = log(LogLevel::kDebug);

  lines.write(LogLevel::kDebug, "a");
  lines.info("b");
  lines.warning("c");
  lines.error("d");

  std::string priorities;
  const std::string text = all_written();
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    priorities += text.substr(at, 4);
  }
  STRCMP_EQUAL("<7>{<5>{<4>{<3>{", priorities.c_str());
}

TEST(Log, OutputThatIsNotTheJournalsHasNoPriority) {
  setenv("JOURNAL_STREAM", "1:1", 1);

  log().error("d");

  CHECK_TRUE(all_written().starts_with("{\"time\":"));
}
