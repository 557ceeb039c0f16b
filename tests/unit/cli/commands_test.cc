// The admin command as it is typed: what it prints and the code it exits with.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "cli/config.h"
#include "cli/keys.h"
#include "tests/unit/cli/typed.h"
#include "tests/unit/config/fixture.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(Commands) {
  ConfigFixture at;
  FakeCaller db;
  Typed typed;
  Installation machine;                // on which systemd runs no workers
  std::vector<std::string> restarted;  // the active key at each restart of the workers

  void setup() override { db.answers({""}); }

  // Runs one command and gives its exit code; what it printed is in `typed`.
  int run(const std::vector<std::string>& words) {
    return typed.run(words, [this](CLI::App& app, const std::function<void()>& parse) {
      const KeysCommand keys(app, to(db), machine);
      const ConfigCommand config(app);
      parse();
    });
  }

  int keys(const std::string& verb, const std::string& kid = {}) {
    std::vector<std::string> words = {"keys", verb, "--dir", at.path("keys")};
    if (!kid.empty()) words.push_back(kid);
    return run(words);
  }
  // The workers of this machine have the keys of the directory; their restart ends as told.
  void runs_workers(bool restart_succeeds = true) {
    machine.keys = at.path("keys");
    machine.restart_workers = [this, restart_succeeds]() -> Result<Done> {
      restarted.push_back(active_kid());
      if (restart_succeeds) return Done{};
      return Error::of(ErrorCode::kInternal, "made up");
    };
  }
  std::string action(std::size_t call) { return *db.calls.at(call).params.at(0); }
  std::string kid(std::size_t call) { return *db.calls.at(call).params.at(1); }
  std::string active_kid() {
    return std::filesystem::read_symlink(at.path("keys/active.pem")).stem();
  }
};

TEST(Commands, GenerateMakesTheFirstKeyAndNoOther) {
  LONGS_EQUAL(0, keys("generate"));
  const std::string kid = active_kid();
  STRCMP_EQUAL(("The active key is now " + kid + "\n").c_str(), typed.out.c_str());

  LONGS_EQUAL(0, keys("generate"));
  STRCMP_EQUAL(kid.c_str(), active_kid().c_str());
  STRCMP_EQUAL(("There is a key already; the active one is " + kid + "\n").c_str(),
               typed.out.c_str());
}

TEST(Commands, EachChangeOfAKeyIsWrittenToTheAuditLog) {
  keys("generate");
  const std::string first = active_kid();
  keys("generate");
  keys("rotate");
  const std::string second = active_kid();
  keys("retire", first);

  const std::string me = actor_name();
  const std::vector<FakeCaller::Row> written = {
      {"generated", first, me}, {"rotated", second, me}, {"retired", first, me}};
  LONGS_EQUAL(written.size(), db.calls.size());
  for (std::size_t i = 0; i < written.size(); ++i) CHECK_EQ(db.calls[i].params, written[i]);
}

TEST(Commands, ChangeOfAKeyStandsWhereTheAuditLogIsAway) {
  keys("generate");
  db.fails(ErrorCode::kUnavailable);
  const std::string first = active_kid();

  LONGS_EQUAL(0, keys("rotate"));

  CHECK_NE(first, active_kid());
  STRCMP_CONTAINS("not in the audit log: made up", typed.err.c_str());
}

TEST(Commands, RotateListAndRetireGoTogether) {
  keys("generate");
  const std::string first = active_kid();
  LONGS_EQUAL(0, keys("rotate"));
  const std::string second = active_kid();
  CHECK_NE(first, second);

  LONGS_EQUAL(0, keys("list"));
  STRCMP_CONTAINS("KID  ", typed.out.c_str());
  STRCMP_CONTAINS((second + "  active     ").c_str(), typed.out.c_str());
  STRCMP_CONTAINS((first + "  published  ").c_str(), typed.out.c_str());

  LONGS_EQUAL(0, keys("retire", first));
  LONGS_EQUAL(0, keys("list"));
  CHECK_LACKS(typed.out, first);
}

TEST(Commands, ARotationRestartsTheWorkersBeforeTheNewKeySignsAndAfter) {
  keys("generate");
  const std::string first = active_kid();
  runs_workers();

  LONGS_EQUAL(0, keys("rotate"));

  const std::string second = active_kid();
  CHECK_NE(first, second);
  CHECK_EQ(restarted, std::vector<std::string>{first, second});
  STRCMP_EQUAL(("Restarting the workers, so that all know the new key " + second +
                " ...\nThe active key is now " + second +
                "\nRestarting the workers, so that they sign with it ...\n")
                   .c_str(),
               typed.out.c_str());
}

TEST(Commands, AKeyThatNotAllWorkersKnowDoesNotSign) {
  keys("generate");
  const std::string first = active_kid();
  runs_workers(false);

  LONGS_EQUAL(1, keys("rotate"));

  STRCMP_EQUAL(first.c_str(), active_kid().c_str());
  LONGS_EQUAL(1, restarted.size());
  STRCMP_EQUAL("published", action(1).c_str());
  STRCMP_CONTAINS("latchkey keys: made up; ", typed.err.c_str());
  STRCMP_CONTAINS(("latchkey keys activate " + kid(1)).c_str(), typed.err.c_str());
}

TEST(Commands, AKeyIsPublishedAndActivatedWithoutARestart) {
  keys("generate");
  const std::string first = active_kid();
  runs_workers();

  LONGS_EQUAL(0, keys("publish"));
  const std::string second = kid(1);
  STRCMP_EQUAL((second + "\n").c_str(), typed.out.c_str());
  STRCMP_CONTAINS(("latchkey keys activate " + second).c_str(), typed.err.c_str());
  STRCMP_EQUAL(first.c_str(), active_kid().c_str());

  LONGS_EQUAL(0, keys("activate", second));
  STRCMP_EQUAL(second.c_str(), active_kid().c_str());
  STRCMP_CONTAINS(kRestartWorkers, typed.out.c_str());
  LONGS_EQUAL(0, restarted.size());
  STRCMP_EQUAL("published", action(1).c_str());
  STRCMP_EQUAL("activated", action(2).c_str());
  STRCMP_EQUAL(second.c_str(), kid(2).c_str());
}

TEST(Commands, ARetirementRestartsTheWorkers) {
  keys("generate");
  const std::string first = active_kid();
  keys("rotate");
  runs_workers();
  LONGS_EQUAL(0, keys("retire", first));
  LONGS_EQUAL(1, restarted.size());

  keys("rotate");
  const std::string third = active_kid();
  keys("rotate");
  runs_workers(false);
  LONGS_EQUAL(1, keys("retire", third));
  STRCMP_CONTAINS("until they are restarted they take its tokens", typed.err.c_str());
}

TEST(Commands, AnotherDirectoryThanThatOfTheWorkersRestartsNothing) {
  keys("generate");
  const std::string first = active_kid();
  runs_workers();
  machine.keys = at.path("others");

  LONGS_EQUAL(0, keys("rotate"));
  STRCMP_EQUAL(("The active key is now " + active_kid() + "\n").c_str(), typed.out.c_str());
  LONGS_EQUAL(0, keys("publish"));
  STRCMP_EQUAL("", typed.err.c_str());
  LONGS_EQUAL(0, keys("activate", first));
  STRCMP_EQUAL(("The active key is now " + first + "\n").c_str(), typed.out.c_str());
  LONGS_EQUAL(0, restarted.size());
}

TEST(Commands, AFailureIsOneLineAndTheCode1) {
  keys("generate");

  LONGS_EQUAL(1, keys("retire", active_kid()));
  STRCMP_EQUAL("latchkey keys: this is the active key; run latchkey keys rotate first\n",
               typed.err.c_str());
  STRCMP_EQUAL("", typed.out.c_str());
}

TEST(Commands, TheDirectoryMayBeNamedBeforeTheVerb) {
  LONGS_EQUAL(0, run({"keys", "--dir", at.path("keys"), "generate"}));
}

TEST(Commands, WhatIsNoCommandIsRefused) {
  LONGS_EQUAL(kNotACommand, run({"keys"}));
  LONGS_EQUAL(kNotACommand, run({"keys", "destroy"}));
  LONGS_EQUAL(kNotACommand, keys("retire"));
  LONGS_EQUAL(kNotACommand, keys("activate"));
  LONGS_EQUAL(kNotACommand, keys("generate", "extra"));
}

TEST(Commands, ARightConfigurationIsSaidToBe) {
  at.file(
      "LATCHKEY_PUBLIC_URL=https://a.example\nLATCHKEY_DATABASE_URL=dbname=latchkey\n"
      "LATCHKEY_OIDC_CLIENT_ID=id\nLATCHKEY_OIDC_REDIRECT_URIS=https://a.example/cb\n");

  LONGS_EQUAL(0, run({"config", "check"}));
  STRCMP_EQUAL("The configuration is valid.\n", typed.out.c_str());
}

TEST(Commands, AFaultOfTheConfigurationIsALineAndTheCode78) {
  const std::string file =
      at.write("other.conf",
               "LATCHKEY_PUBLIC_URL=http://a.example\nLATCHKEY_DATABASE_URL=dbname=latchkey\n"
               "LATCHKEY_OIDC_CLIENT_ID=id\nLATCHKEY_OIDC_REDIRECT_URIS=https://a.example/cb\n");

  LONGS_EQUAL(78, run({"config", "check", file}));
  STRCMP_EQUAL((file + ":1: LATCHKEY_PUBLIC_URL=\"http://a.example\" must be https://host or "
                       "https://host:port, without a path\n")
                   .c_str(),
               typed.err.c_str());
  STRCMP_EQUAL("", typed.out.c_str());
}

TEST(Commands, AValueIsPrintedAsProgramsTakeIt) {
  at.file("LATCHKEY_PUBLIC_URL=https://a.example/\nLATCHKEY_DATABASE_URL=password=p dbname=a\n");
  at.variable("LATCHKEY_ACCESS_TTL", "60");

  LONGS_EQUAL(0, run({"config", "get", "LATCHKEY_PUBLIC_URL"}));
  STRCMP_EQUAL("https://a.example\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "get", "LATCHKEY_DATABASE_URL"}));
  STRCMP_EQUAL("password=p dbname=a\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "get", "LATCHKEY_ACCESS_TTL"}));
  STRCMP_EQUAL("60\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "get", "LATCHKEY_REFRESH_TTL"}));
  STRCMP_EQUAL("604800\n", typed.out.c_str());
}

TEST(Commands, AValueThatIsMissingOrWrongIsNotPrinted) {
  at.file("\nLATCHKEY_ACCESS_TTL=0\n");

  LONGS_EQUAL(78, run({"config", "get", "LATCHKEY_ACCESS_TTL"}));
  STRCMP_EQUAL((at.path("conf") + ":2: LATCHKEY_ACCESS_TTL=\"0\" must be a whole number from 1 to "
                                  "86400\n")
                   .c_str(),
               typed.err.c_str());
  LONGS_EQUAL(78, run({"config", "get", "LATCHKEY_PUBLIC_URL"}));
  STRCMP_EQUAL("", typed.out.c_str());
}

TEST(Commands, AllKeysAreListedWithWhereTheyComeFromAndNoSecretIs) {
  at.file("LATCHKEY_PUBLIC_URL=https://a.example/\nLATCHKEY_DATABASE_URL=password=p4ss dbname=a\n");
  at.variable("LATCHKEY_ACCESS_TTL", "60");
  at.variable("LATCHKEY_STRIPE_SECRET_KEY_FILE", at.write("stripe", "hunter2").c_str());

  LONGS_EQUAL(0, run({"config", "list"}));

  const auto shows = [this](const std::string& key, const std::string& value,
                            const std::string& from) {
    const std::size_t line = typed.out.find(key + " ");
    const std::string text = typed.out.substr(line, typed.out.find('\n', line) - line);
    CHECK_CONTAINS(text, " " + value + " ");
    CHECK_TRUE_TEXT(text.ends_with("  " + from), text.c_str());
  };
  shows("LATCHKEY_PUBLIC_URL", "https://a.example", at.path("conf") + ":1");
  shows("LATCHKEY_DATABASE_URL", "(not shown)", at.path("conf") + ":2");
  shows("LATCHKEY_ACCESS_TTL", "60", "environment");
  shows("LATCHKEY_REFRESH_TTL", "604800", "default");
  shows("LATCHKEY_STRIPE_SECRET_KEY", "(not shown)", at.path("stripe"));
  shows("LATCHKEY_ROTATION_KEY", "", "not set");
  CHECK_LACKS(typed.out, "hunter2");
  CHECK_LACKS(typed.out, "p4ss");
}

TEST(Commands, NeitherASecretNorWhatIsNoKeyIsPrinted) {
  at.variable("LATCHKEY_STRIPE_SECRET_KEY", "hunter2");

  LONGS_EQUAL(kNotACommand, run({"config", "get", "LATCHKEY_STRIPE_SECRET_KEY"}));
  LONGS_EQUAL(kNotACommand, run({"config", "get", "LATCHKEY_TYPO"}));
  LONGS_EQUAL(kNotACommand, run({"config", "get"}));
  STRCMP_EQUAL("", typed.out.c_str());
}

TEST(Commands, APartOfTheDatabaseUrlIsPrintedAsLibpqReadsIt) {
  at.file("LATCHKEY_DATABASE_URL=postgresql://db.example.com:5433/latch%20key?sslmode=require\n");

  LONGS_EQUAL(0, run({"config", "conninfo", "host"}));
  STRCMP_EQUAL("db.example.com\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "conninfo", "dbname"}));
  STRCMP_EQUAL("latch key\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "conninfo", "hostaddr"}));
  STRCMP_EQUAL("\n", typed.out.c_str());
  LONGS_EQUAL(0, run({"config", "conninfo", "way"}));
  STRCMP_EQUAL("network\n", typed.out.c_str());
  LONGS_EQUAL(kNotACommand, run({"config", "conninfo", "password"}));
}

}  // namespace latchkey
