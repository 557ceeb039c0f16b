#include "lib/metrics/counters_file.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "lib/metrics/scoreboard.h"

#include "tests/unit/check.h"

namespace latchkey {

using std::chrono::microseconds;

// Workers are processes: so are those of these tests.
TEST_GROUP(CountersFile) {
  std::string folder;

  void setup() override {
    char name[] = "/tmp/latchkey-metrics.XXXXXX";
    folder = mkdtemp(name);
    std::filesystem::create_directory(folder + "/auth-session");
  }
  void teardown() override { std::filesystem::remove_all(folder); }

  // A worker that counts one request, and says goodbye or not. Its exit code.
  int lives(bool ends) const {
    const pid_t pid = fork();
    if (pid == 0) {
      auto file = CountersFile::claim(folder + "/auth-session");
      if (!file) _exit(1);
      file->counters().count_request(200, {}, microseconds(70));
      if (ends) file->counters().end();
      _exit(0);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
  }

  [[nodiscard]] HandlerScore score() const { return read_scoreboard(folder)->at(0); }
};

TEST(CountersFile, CountsOutliveTheirWorker) {
  LONGS_EQUAL(0, lives(true));
  LONGS_EQUAL(0, lives(true));

  LONGS_EQUAL(2, score().requests());
  CHECK_TRUE(score().workers.empty());
  CHECK_TRUE(!std::filesystem::exists(folder + "/auth-session/1"));
}

TEST(CountersFile, SuccessorKnowsHowItsPredecessorLeft) {
  lives(true);
  lives(false);
  lives(true);

  LONGS_EQUAL(1, score().events(Event::kRestartAfterEnd));
  LONGS_EQUAL(1, score().events(Event::kRestartAfterDeath));
}

TEST(CountersFile, LivingWorkersHaveAFileEach) {
  int ready[2];
  CHECK_EQ(pipe(ready), 0);
  const pid_t other = fork();
  if (other == 0) {
    auto file = CountersFile::claim(folder + "/auth-session");
    if (!file || write(ready[1], "r", 1) != 1) _exit(1);
    pause();
  }
  char byte = 0;
  CHECK_EQ(read(ready[0], &byte, 1), 1);

  LONGS_EQUAL(0, lives(true));

  CHECK_EQ(score().workers, std::vector<pid_t>{other});
  CHECK_TRUE(std::filesystem::exists(folder + "/auth-session/1"));
  LONGS_EQUAL(0, score().events(Event::kRestartAfterEnd));
  kill(other, SIGKILL);
  waitpid(other, nullptr, 0);
  CHECK_TRUE(score().workers.empty());
  close(ready[0]);
  close(ready[1]);
}

TEST(CountersFile, WhoReadsItsOwnFileKeepsIt) {
  const auto own = CountersFile::claim(folder + "/auth-session");

  CHECK_EQ(score().workers, std::vector<pid_t>{getpid()});
  CHECK_EQ(score().workers, std::vector<pid_t>{getpid()});
}

TEST(CountersFile, GroupMayReadWhateverTheUmask) {
  const mode_t before = umask(0077);
  lives(true);
  umask(before);

  struct stat found {};
  LONGS_EQUAL(0, stat((folder + "/auth-session/0").c_str(), &found));
  LONGS_EQUAL(0640, found.st_mode & 0777);
}

TEST(CountersFile, FileOfAnotherLayoutStartsFromZero) {
  std::ofstream(folder + "/auth-session/0") << std::string(9000, 'x');
  LONGS_EQUAL(0, score().requests());

  lives(true);

  LONGS_EQUAL(1, score().requests());
  LONGS_EQUAL(0, score().events(Event::kRestartAfterDeath));
}

TEST(CountersFile, RecentAnswersAreThoseOfThisMinuteAndFiveBeforeIt) {
  constexpr UnixSeconds kNow = 1'800'000'000;
  const auto file = CountersFile::claim(folder + "/auth-session");
  for (const UnixSeconds ago : {420, 360, 300, 60, 0}) {
    file->counters().count_request(ago == 60 ? 503 : 200, {}, microseconds(70), kNow - ago);
  }

  const RecentAnswers recent = read_scoreboard(folder, kNow)->at(0).recent;

  LONGS_EQUAL(3, recent.all);
  LONGS_EQUAL(1, recent.server_errors);
  LONGS_EQUAL(0, read_scoreboard(folder, kNow + 600)->at(0).recent.all);
}

TEST(CountersFile, FolderThatIsMissingIsAnError) {
  LONGS_EQUAL(1, [this] {
    std::filesystem::remove_all(folder + "/auth-session");
    return lives(true);
  }());
}

}  // namespace latchkey
