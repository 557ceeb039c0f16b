#include <filesystem>
#include <string>

#include "handlers/metrics/handler.h"
#include "lib/metrics/counters_file.h"
#include "tests/fakes/rows.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Metrics) {
  FakeCaller db;
  std::string folder;

  void setup() override {
    char name[] = "/tmp/latchkey-metrics.XXXXXX";
    folder = mkdtemp(name);
    std::filesystem::create_directory(folder + "/leads");
    db.answers(MetricsRow{.outbox_pending = "3",
                          .outbox_dead = "1",
                          .outbox_oldest_seconds = "90",
                          .outbox_attempts = "4",
                          .latest_migration = "0001_first"});
  }
  void teardown() override { std::filesystem::remove_all(folder); }
  Result<Response> ask() {
    Metrics context{db, folder};
    return handle_metrics(Request(), context);
  }
};

TEST(Metrics, WorkersAndDatabaseAreOnOnePage) {
  const auto file = CountersFile::claim(folder + "/leads");
  file->counters().count_request(402, ErrorCode::kInsufficientCredits,
                                 std::chrono::microseconds(1));

  const auto reply = ask();

  LONGS_EQUAL(200, reply->status);
  STRCMP_EQUAL("text/plain; version=0.0.4; charset=utf-8", reply->headers.at(0).second.c_str());
  STRCMP_CONTAINS("latchkey_requests_total{handler=\"leads\",status=\"402\"} 1\n",
                  reply->body.c_str());
  STRCMP_CONTAINS("{handler=\"leads\",code=\"insufficient_credits\"} 1\n", reply->body.c_str());
  STRCMP_CONTAINS("latchkey_outbox_oldest_seconds 90\n", reply->body.c_str());
}

TEST(Metrics, DatabaseThatIsAwayTakesNoOtherMetricWithIt) {
  db.fails(ErrorCode::kUnavailable);

  STRCMP_CONTAINS("latchkey_workers{handler=\"leads\"} 0\n", ask()->body.c_str());
  STRCMP_CONTAINS("latchkey_database_up 0\n", ask()->body.c_str());
}

TEST(Metrics, WithoutTheWorkersFolderThereIsNoAnswer) {
  std::filesystem::remove_all(folder);

  CHECK_EQ(ask().error().code, ErrorCode::kUnavailable);
}

}  // namespace latchkey
