#include "lib/metrics/exposition.h"

#include <string>

#include "lib/metrics/counters_file.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(Exposition) {
  HandlerScore score{"auth-refresh", {1, 2}, {}};

  void setup() override {
    score.total.requests[200 - kLeastStatus] = 3;
    score.total.requests[401 - kLeastStatus] = 1;
    score.total.requests[503 - kLeastStatus] = 2;
    score.total.errors[static_cast<std::size_t>(ErrorCode::kRefreshTokenReused)] = 1;
    score.total.events[static_cast<std::size_t>(Event::kRefreshRotated)] = 2;
    score.total.events[static_cast<std::size_t>(Event::kRefreshReplayed)] = 1;
    score.total.durations[2] = 4;                     // 100 to 200 us
    score.total.durations[kDurationBuckets - 1] = 2;  // above all bounds
    score.total.duration_total = 12'000'600;
  }

  // Whether a line of the page is `line`.
  bool has(const std::string& line, const std::optional<DatabaseGauges>& gauges = {}) const {
    const std::string page =
        "\n" + exposition({score}, gauges, [](ErrorCode) { return std::string_view("code"); });
    return page.find("\n" + line + "\n") != std::string::npos;
  }
};

TEST(Exposition, RequestsGoByHandlerAndStatus) {
  CHECK_TRUE(has(R"(latchkey_requests_total{handler="auth-refresh",status="200"} 3)"));
  CHECK_TRUE(has(R"(latchkey_requests_total{handler="auth-refresh",status="401"} 1)"));
  CHECK_TRUE(has(R"(latchkey_errors_total{handler="auth-refresh",code="code"} 1)"));
  CHECK_TRUE(has(R"(latchkey_workers{handler="auth-refresh"} 2)"));
}

TEST(Exposition, TheVersionIsALabel) {
  CHECK_TRUE(has(R"(latchkey_build_info{version=")" LATCHKEY_VERSION R"("} 1)"));
}

TEST(Exposition, RefreshesGoByOutcome) {
  CHECK_TRUE(has(R"(latchkey_refreshes_total{outcome="rotated"} 2)"));
  CHECK_TRUE(has(R"(latchkey_refreshes_total{outcome="replayed"} 1)"));
  CHECK_TRUE(has(R"(latchkey_refreshes_total{outcome="reused"} 1)"));
  CHECK_TRUE(has(R"(latchkey_refreshes_total{outcome="expired"} 0)"));
}

TEST(Exposition, BucketsAreCumulated) {
  const std::string name =
      R"(latchkey_request_duration_seconds_bucket{handler="auth-refresh",le=")";
  CHECK_TRUE(has(name + R"(0.000100"} 0)"));
  CHECK_TRUE(has(name + R"(0.000200"} 4)"));
  CHECK_TRUE(has(name + R"(5.000000"} 4)"));
  CHECK_TRUE(has(name + R"(+Inf"} 6)"));
  CHECK_TRUE(has(R"(latchkey_request_duration_seconds_sum{handler="auth-refresh"} 12.000600)"));
}

TEST(Exposition, DatabaseThatIsAwayIsAMetric) {
  CHECK_TRUE(has("latchkey_database_up 0"));
  CHECK_FALSE(has("latchkey_outbox_attempts 0"));

  const DatabaseGauges gauges{3, 1, 90, 4, "0001_first"};
  CHECK_TRUE(has("latchkey_database_up 1", gauges));
  CHECK_TRUE(has(R"(latchkey_outbox_jobs{state="pending"} 3)", gauges));
  CHECK_TRUE(has("latchkey_outbox_oldest_seconds 90", gauges));
  CHECK_TRUE(has("latchkey_outbox_attempts 4", gauges));
}

TEST_GROUP(DurationQuantile) { HandlerScore score; };

TEST(DurationQuantile, LiesWithinItsBucket) {
  score.total.requests[200 - kLeastStatus] = 100;
  score.total.durations[1] = 50;  // 50 to 100 us
  score.total.durations[3] = 50;  // 200 to 500 us

  DOUBLES_EQUAL(75, score.duration_quantile(0.25), 0.1);
  DOUBLES_EQUAL(100, score.duration_quantile(0.5), 0.1);
  DOUBLES_EQUAL(494, score.duration_quantile(0.99), 0.1);
}

TEST(DurationQuantile, IsZeroWithoutRequests) { DOUBLES_EQUAL(0, score.duration_quantile(0.5), 0); }

}  // namespace latchkey
