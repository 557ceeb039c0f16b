// latchkey outbox as it is typed, with a database that says what the test needs.
#include "cli/outbox.h"

#include <string>
#include <vector>

#include "tests/fakes/rows.h"
#include "tests/unit/cli/typed.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(OutboxCommand) {
  FakeCaller db;
  Typed typed;

  int run(std::vector<std::string> words) {
    words.insert(words.begin(), "outbox");
    return typed.run(words, [&](CLI::App& app, const std::function<void()>& parse) {
      const OutboxCommand outbox(app, to(db));
      parse();
    });
  }
  void prints(const char* text) { STRCMP_EQUAL(text, typed.out.c_str()); }
};

TEST(OutboxCommand, StatusTellsWhyALaneWaits) {
  db.answers(OutboxStatusRow{.lane = "stripe",
                             .due = "3",
                             .later = "1",
                             .dead = "2",
                             .bad_address = "4",
                             .done = "9",
                             .oldest = "2026-01-02T03:04:05Z",
                             .held = "LATCHKEY_STRIPE_SECRET_KEY is not set",
                             .seen_at = "2026-01-02T03:05:05Z"});

  LONGS_EQUAL(0, run({"status"}));

  prints(
      "LANE    DUE  IN FLIGHT  LATER  DEAD  BAD ADDRESS  DONE  OLDEST DUE            LAST CRON\n"
      "stripe  3    0          1      2     4            9     2026-01-02T03:04:05Z  "
      "2026-01-02T03:05:05Z\n"
      "stripe: jobs wait, since LATCHKEY_STRIPE_SECRET_KEY is not set.\n");
}

TEST(OutboxCommand, StatusAsJson) {
  db.answers(OutboxStatusRow{.lane = "email"});

  LONGS_EQUAL(0, run({"status", "--json"}));

  prints(R"([{"lane":"email","due":0,"in_flight":0,"later":0,"dead":0,"bad_address":0,"done":0,)"
         R"("oldest_due_at":null,"held_because":null,"seen_at":null}])"
         "\n");
}

TEST(OutboxCommand, ListShowsAJobALine) {
  db.answers(OutboxJobRow{.id = "7",
                          .account_id = "a",
                          .kind = "stripe.customer.create",
                          .state = "dead",
                          .attempts = "2",
                          .created_at = "2026-01-02T03:04:05Z",
                          .due_at = "2026-01-02T03:05:05Z",
                          .last_error = "Stripe answered 400"});

  LONGS_EQUAL(0, run({"list", "dead", "--limit", "5"}));

  STRCMP_CONTAINS("7    stripe.customer.create  dead   2 ", typed.out.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{"dead", "5"});
}

TEST(OutboxCommand, ListAsJsonAndWithoutJobs) {
  db.answers(OutboxJobRow{
      .id = "7", .account_id = "a", .kind = "k", .state = "due", .created_at = "t", .due_at = "t"});
  LONGS_EQUAL(0, run({"list", "--json"}));
  STRCMP_CONTAINS(R"([{"id":7,"account_id":"a","kind":"k","state":"due","attempts":0,)",
                  typed.out.c_str());

  db.answers_rows({});
  LONGS_EQUAL(0, run({"list"}));
  prints("No jobs.\n");
}

TEST(OutboxCommand, AStateThatIsNoneIsRefused) {
  LONGS_EQUAL(kNotACommand, run({"list", "lost"}));
  LONGS_EQUAL(0, db.calls.size());
}

TEST(OutboxCommand, ShowPrintsTheJob) {
  db.answers({R"({"id": 7})"});
  LONGS_EQUAL(0, run({"show", "7"}));
  prints("{\"id\": 7}\n");

  db.answers({std::nullopt});
  LONGS_EQUAL(1, run({"show", "8"}));
  STRCMP_EQUAL("latchkey outbox: there is no job 8\n", typed.err.c_str());
}

TEST(OutboxCommand, RetryMakesOneOrAllDeadOnesDue) {
  db.answers({"1"});
  LONGS_EQUAL(0, run({"retry", "7"}));
  prints("1 job is due now.\n");
  CHECK_EQ(db.calls.back().params[0], "7");

  db.answers({"12"});
  LONGS_EQUAL(0, run({"retry", "--dead"}));
  prints("12 jobs are due now.\n");
  CHECK_FALSE(db.calls.back().params[0].has_value());

  db.answers({"0"});
  LONGS_EQUAL(1, run({"retry", "7"}));
  STRCMP_CONTAINS("there is no job 7", typed.err.c_str());
}

TEST(OutboxCommand, RetryWantsToKnowWhat) { LONGS_EQUAL(kNotACommand, run({"retry"})); }

TEST(OutboxCommand, DiscardSaysWhyNot) {
  db.answers({"discarded"});
  LONGS_EQUAL(0, run({"discard", "7"}));
  prints("Discarded job 7.\n");

  db.answers({"in_flight"});
  LONGS_EQUAL(1, run({"discard", "7"}));
  STRCMP_CONTAINS("a cron is working on that job", typed.err.c_str());

  db.answers({"finished"});
  LONGS_EQUAL(1, run({"discard", "7"}));
  STRCMP_CONTAINS("is finished", typed.err.c_str());
}

}  // namespace latchkey
