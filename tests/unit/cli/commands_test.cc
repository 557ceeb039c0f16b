// The admin command as it is typed: what it prints and the code it exits with.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/config.h"
#include "cli/keys.h"
#include "tests/unit/config/fixture.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(Commands) {
  ConfigFixture at;
  std::ostringstream out;
  std::ostringstream err;

  // Runs one command and gives its exit code; what it printed is in `out` and `err`.
  int run(std::vector<std::string> words) {
    out.str("");
    err.str("");
    auto* const outer_out = std::cout.rdbuf(out.rdbuf());
    auto* const outer_err = std::cerr.rdbuf(err.rdbuf());
    CLI::App app;
    const KeysCommand keys(app);
    const ConfigCommand config(app);
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

  int keys(const std::string& verb, const std::string& kid = {}) {
    std::vector<std::string> words = {"keys", verb, "--dir", at.path("keys")};
    if (!kid.empty()) words.push_back(kid);
    return run(words);
  }
  std::string active_kid() {
    return std::filesystem::read_symlink(at.path("keys/active.pem")).stem();
  }
};

TEST(Commands, GenerateMakesTheFirstKeyAndNoOther) {
  LONGS_EQUAL(0, keys("generate"));
  const std::string kid = active_kid();
  STRCMP_EQUAL(("The active key is now " + kid + "\n").c_str(), out.str().c_str());

  LONGS_EQUAL(0, keys("generate"));
  STRCMP_EQUAL(kid.c_str(), active_kid().c_str());
  STRCMP_EQUAL(("There is a key already; the active one is " + kid + "\n").c_str(),
               out.str().c_str());
}

TEST(Commands, RotateListAndRetireGoTogether) {
  keys("generate");
  const std::string first = active_kid();
  LONGS_EQUAL(0, keys("rotate"));
  const std::string second = active_kid();
  CHECK(first != second);

  LONGS_EQUAL(0, keys("list"));
  STRCMP_CONTAINS("KID  ", out.str().c_str());
  STRCMP_CONTAINS((second + "  active     ").c_str(), out.str().c_str());
  STRCMP_CONTAINS((first + "  published  ").c_str(), out.str().c_str());

  LONGS_EQUAL(0, keys("retire", first));
  LONGS_EQUAL(0, keys("list"));
  CHECK(out.str().find(first) == std::string::npos);
}

TEST(Commands, AFailureIsOneLineAndTheCode1) {
  keys("generate");

  LONGS_EQUAL(1, keys("retire", active_kid()));
  STRCMP_EQUAL("latchkey keys: that is the active key; rotate first\n", err.str().c_str());
  STRCMP_EQUAL("", out.str().c_str());
}

TEST(Commands, TheDirectoryMayBeNamedBeforeTheVerb) {
  LONGS_EQUAL(0, run({"keys", "--dir", at.path("keys"), "generate"}));
}

TEST(Commands, WhatIsNoCommandIsRefused) {
  LONGS_EQUAL(-1, run({"keys"}));
  LONGS_EQUAL(-1, run({"keys", "destroy"}));
  LONGS_EQUAL(-1, keys("retire"));
  LONGS_EQUAL(-1, keys("generate", "extra"));
}

TEST(Commands, ARightConfigurationIsSaidToBe) {
  at.file(
      "LATCHKEY_PUBLIC_URL=https://a.example\nLATCHKEY_DATABASE_URL=dbname=latchkey\n"
      "LATCHKEY_OIDC_CLIENT_ID=id\nLATCHKEY_OIDC_REDIRECT_URIS=https://a.example/cb\n");

  LONGS_EQUAL(0, run({"config", "check"}));
  STRCMP_EQUAL("The configuration is right.\n", out.str().c_str());
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
               err.str().c_str());
  STRCMP_EQUAL("", out.str().c_str());
}

}  // namespace latchkey
