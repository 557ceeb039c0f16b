#include "cron/sentry.h"

#include <string>

#include "lib/json/json.h"
#include "tests/fakes/transfers.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(Sentry) {
  ErrorReports reports;
  Log log{"test", LogLevel::kError, -1};
  void add(const std::string& why, std::int64_t job = 1) {
    reports.add({ReportLevel::kError, "stripe.customer.create", why, job, "a-1"});
  }
};

TEST(Sentry, ADsnIsAnAddressAndAKey) {
  const auto target = sentry_target("https://public@sentry.example:9000/path/42");

  STRCMP_EQUAL("https://sentry.example:9000/path/api/42/envelope/", target->url.c_str());
  STRCMP_EQUAL("Sentry sentry_version=7, sentry_client=latchkey/1, sentry_key=public",
               target->auth.c_str());
  CHECK_FALSE(sentry_target("https://sentry.example/42").has_value());
}

TEST(Sentry, ManyFailuresOfOneReasonAreOneEvent) {
  for (int job = 0; job < 1000; ++job)
    add("Stripe answered 400 (req_" + std::to_string(job) + "x1)");
  add("Stripe answered 404");

  LONGS_EQUAL(2, reports.groups().size());
  LONGS_EQUAL(1000, reports.groups()[0].count);
}

TEST(Sentry, ARunSendsTenEventsAtMost) {
  for (char c = 'a'; c <= 'z'; ++c) add(std::string(4, c));
  FakeTransfers transfers;

  send_reports(reports, {"https://s/", "auth"}, transfers, log, std::chrono::milliseconds(0));

  LONGS_EQUAL(10, transfers.started.size());
}

TEST(Sentry, AnEnvelopeIsThreeLinesOfJson) {
  add("Stripe answered 400", 7);

  const std::string envelope =
      sentry_envelope(reports.groups()[0], "0123456789abcdef0123456789abcdef", 1700000000);

  const std::size_t first = envelope.find('\n');
  const std::size_t second = envelope.find('\n', first + 1);
  const std::string event = envelope.substr(second + 1, envelope.size() - second - 2);
  STRCMP_EQUAL(R"({"event_id":"0123456789abcdef0123456789abcdef"})",
               envelope.substr(0, first).c_str());
  STRCMP_CONTAINS(("\"length\":" + std::to_string(event.size())).c_str(), envelope.c_str());
  CHECK_TRUE(parse_json(event).has_value());
  STRCMP_CONTAINS(R"("extra":{"job":7,"account":"a-1","jobs":1})", event.c_str());
  STRCMP_CONTAINS(R"("fingerprint":["stripe.customer.create","Stripe answered 400 "])",
                  event.c_str());
}

}  // namespace latchkey
