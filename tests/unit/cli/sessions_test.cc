// latchkey sessions as it is typed, with a database that says what the test needs.
#include "cli/sessions.h"

#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/rows.h"
#include "tests/unit/cli/typed.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

constexpr const char* kSession = "22222222-2222-4222-8222-222222222222";
constexpr const char* kOther = "44444444-4444-4444-8444-444444444444";
constexpr const char* kUser = "11111111-1111-4111-8111-111111111111";
constexpr const char* kSignedIn = "2026-01-02T03:04:05Z";
constexpr const char* kEnded = "2026-01-03T04:05:06Z";

AdminSessionRow session_row() {
  return {.session_id = kSession, .user_id = kUser, .created_at = kSignedIn, .used_at = kSignedIn};
}

AdminWhyRow end_row(const std::string& reason, const std::string& detail = "{}") {
  return {.session_id = kSession,
          .created_at = kSignedIn,
          .ended_at = kEnded,
          .reason = reason,
          .detail = detail};
}

}  // namespace

TEST_GROUP(SessionsCommand) {
  FakeCaller db;
  std::ostringstream out;
  std::ostringstream err;

  // Runs `latchkey sessions …` and gives its exit code; what it printed is in `out` and `err`.
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), "sessions");
    auto* const outer_out = std::cout.rdbuf(out.rdbuf());
    auto* const outer_err = std::cerr.rdbuf(err.rdbuf());
    CLI::App app;
    const SessionsCommand sessions(app, to(db));
    int code = 0;
    try {
      app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    } catch (const CLI::RuntimeError& error) {
      code = error.get_exit_code();
    } catch (const CLI::ParseError&) {
      code = -1;  // not a command
    }
    std::cout.rdbuf(outer_out);
    std::cerr.rdbuf(outer_err);
    return code;
  }
  void prints(const std::string& text) { CHECK_CONTAINS(out.str(), text); }
};

TEST(SessionsCommand, ListIsATableWithAlignedColumns) {
  auto revoked = session_row();
  revoked.state = "revoked";
  revoked.ended_at = kEnded;
  revoked.reason = "reuse";
  db.answers_rows({session_row(), revoked});

  LONGS_EQUAL(0, run({"list", "ada@example.com"}));

  STRCMP_EQUAL("admin_session_list", db.calls.at(0).statement.c_str());
  CHECK_EQ(db.calls[0].params, FakeCaller::Row{"ada@example.com"});
  STRCMP_EQUAL(
      "SESSION                               USER             STATE            "
      "SIGNED IN             LAST USED             IP         USER AGENT\n"
      "22222222-2222-4222-8222-222222222222  ada@example.com  live             "
      "2026-01-02T03:04:05Z  2026-01-02T03:04:05Z  192.0.2.8  Agent/1.0\n"
      "22222222-2222-4222-8222-222222222222  ada@example.com  revoked (reuse)  "
      "2026-01-02T03:04:05Z  2026-01-02T03:04:05Z  192.0.2.8  Agent/1.0\n",
      out.str().c_str());
}

TEST(SessionsCommand, UserAgentCanNeitherSteerTheTerminalNorFillIt) {
  auto session = session_row();
  session.user_agent = "\x1b[2J\n" + std::string(500, 'x');
  db.answers(session);

  LONGS_EQUAL(0, run({"list", "ada@example.com"}));

  CHECK_LACKS(out.str(), "\x1b");
  prints("\\u001b[2J\\n");
  prints("x…\n");
  CHECK_TRUE(out.str().size() < 500);
}

TEST(SessionsCommand, ListAsJsonHasEveryField) {
  db.answers(session_row());

  LONGS_EQUAL(0, run({"list", "--json", "ada@example.com"}));

  STRCMP_EQUAL(R"([{"session_id":"22222222-2222-4222-8222-222222222222",)"
               R"("user_id":"11111111-1111-4111-8111-111111111111","email":"ada@example.com",)"
               R"("created_at":"2026-01-02T03:04:05Z","last_used_at":"2026-01-02T03:04:05Z",)"
               R"("expires_at":"2026-01-09T03:04:05Z","ip":"192.0.2.8","user_agent":"Agent/1.0",)"
               R"("state":"live","revoked_at":null,"revoked_reason":null}])"
               "\n",
               out.str().c_str());
}

TEST(SessionsCommand, NobodyIsAnError) {
  db.answers_rows({});
  LONGS_EQUAL(1, run({"list", "no\nbody"}));
  LONGS_EQUAL(1, run({"why", "no\nbody"}));
  db.answers({"unknown", "0"});
  LONGS_EQUAL(1, run({"revoke", "no\nbody"}));

  const std::string line = "latchkey sessions: there is no user or session 'no\\nbody'\n";
  STRCMP_EQUAL((line + line + line).c_str(), err.str().c_str());
  STRCMP_EQUAL("", out.str().c_str());
}

TEST(SessionsCommand, RevokeTellsHowManyAndNamesWhoAsked) {
  db.answers({"ended", "2"});

  LONGS_EQUAL(0, run({"revoke", kSession}));

  STRCMP_EQUAL("Ended 2 sessions.\n", out.str().c_str());
  CHECK_EQ(db.calls.at(0).params, FakeCaller::Row{kSession, actor_name()});
  CHECK_FALSE(actor_name().empty());
}

TEST(SessionsCommand, RevokeOfWhatIsOverSaysSo) {
  db.answers({"ended", "0"});

  LONGS_EQUAL(0, run({"revoke", kSession}));

  STRCMP_EQUAL("No session was live.\n", out.str().c_str());
}

TEST(SessionsCommand, WhyIsToldInSentences) {
  db.answers(end_row("logout_elsewhere",
                     std::string(R"({"by_session":")") + kOther + R"(","scope":"global"})"));

  LONGS_EQUAL(0, run({"why", "ada@example.com"}));

  STRCMP_EQUAL(
      "Session 22222222-2222-4222-8222-222222222222 of ada@example.com, signed in at "
      "2026-01-02T03:04:05Z\n"
      "  It was logged out at 2026-01-03T04:05:06Z from another device, by session "
      "44444444-4444-4444-8444-444444444444, scope global.\n"
      "  From 192.0.2.8, by Agent/1.0\n"
      "  Request request-1 in the logs\n",
      out.str().c_str());
}

TEST(SessionsCommand, EachReasonHasItsSentence) {
  const std::string at = kEnded;
  const std::vector<std::pair<FakeCaller::Row, std::string>> stories = {
      {end_row("live"), "It is live; nothing has ended it."},
      {end_row("expired"), "It expired at " + at + ": it was not refreshed in time"},
      {end_row("purged"), "It expired and has been purged since"},
      {end_row("logout"), "It was logged out by its own client at " + at + "."},
      {end_row("revoked_by_user"), "It was ended by the user at " + at + " from the list"},
      {end_row("reuse"), "It was ended for safety at " + at + ": a refresh token that had been"},
      {end_row("admin", R"({"actor":"root"})"),
       "It was ended at " + at + " by an administrator, root."},
      {end_row("new"), "It ended at " + at + ": Something else."},
  };
  for (const auto& [row, sentence] : stories) {
    out.str("");
    db.answers(row);

    LONGS_EQUAL(0, run({"why", kSession}));

    prints(sentence);
  }
}

TEST(SessionsCommand, WhyAsJsonHasTheDetail) {
  db.answers(end_row("admin", R"({"actor":"root"})"));

  LONGS_EQUAL(0, run({"why", kSession, "--json"}));

  prints(R"("reason":"admin")");
  prints(R"("detail":{"actor":"root"}}])");
}

TEST(SessionsCommand, DatabaseThatIsAwayIsTold) {
  db.fails(ErrorCode::kUnavailable);

  LONGS_EQUAL(1, run({"list", "ada@example.com"}));

  STRCMP_EQUAL("latchkey sessions: made up\n", err.str().c_str());
}

}  // namespace latchkey
