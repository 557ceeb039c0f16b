// latchkey services as it is typed, with a database that answers as the test says.
#include "cli/services.h"

#include <string>
#include <utility>
#include <vector>

#include "lib/crypto/crypto.h"
#include "tests/unit/cli/typed.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(ServicesCommand) {
  FakeCaller db;
  Typed typed;

  int run(std::vector<std::string> words) {
    words.insert(words.begin(), "services");
    return typed.run(words, [&](CLI::App& app, const std::function<void()>& parse) {
      const ServicesCommand services(app, to(db));
      parse();
    });
  }
  // The one line that was printed, and whether the database was given the hash of it alone.
  std::string token_of_call() {
    const std::string token = typed.out.substr(0, typed.out.find('\n'));
    const Sha256 hash = sha256(token);
    CHECK_EQ(*db.calls[0].params[1], std::string(hash.begin(), hash.end()));
    return token;
  }
};

TEST(ServicesCommand, AddPrintsTheTokenAndKeepsItsHash) {
  db.answers({"added"});
  LONGS_EQUAL(0, run({"add", "biller", "--scope", "credits:spend,accounts:read"}));

  const std::string token = token_of_call();
  LONGS_EQUAL(47, token.size());
  CHECK_TRUE(token.starts_with("lks_"));
  STRCMP_EQUAL("biller", db.calls[0].params[0]->c_str());
  STRCMP_EQUAL("credits:spend,accounts:read", db.calls[0].params[2]->c_str());
  STRCMP_CONTAINS("shown this once", typed.err.c_str());

  LONGS_EQUAL(0, run({"add", "other", "--scope", "credits:spend", "--scope", "analyses:work"}));
  CHECK_TRUE(typed.out != token + "\n");
  STRCMP_EQUAL("credits:spend,analyses:work", db.calls[1].params[2]->c_str());
}

TEST(ServicesCommand, TokenComesAsJsonToo) {
  db.answers({"added"});
  LONGS_EQUAL(0, run({"add", "biller", "--scope", "credits:spend", "--json"}));
  STRCMP_CONTAINS(R"({"name":"biller","token":"lks_)", typed.out.c_str());
  STRCMP_EQUAL("", typed.err.c_str());
}

TEST(ServicesCommand, NamesAndScopesAreChecked) {
  for (const std::string& name : {std::string("Biller"), std::string("a b"), std::string("a_b"),
                                  std::string(64, 'a'), std::string()}) {
    LONGS_EQUAL(kNotACommand, run({"add", name, "--scope", "credits:spend"}));
  }
  LONGS_EQUAL(kNotACommand, run({"add", "biller", "--scope", "all"}));
  LONGS_EQUAL(kNotACommand, run({"add", "biller"}));
  LONGS_EQUAL(kNotACommand, run({"rotate", "Biller"}));
  LONGS_EQUAL(0, db.calls.size());
}

TEST(ServicesCommand, RotateKeepsTheFormerTokenForADay) {
  db.answers({"rotated"});
  LONGS_EQUAL(0, run({"rotate", "biller"}));
  token_of_call();
  STRCMP_EQUAL("86400", db.calls[0].params[2]->c_str());

  LONGS_EQUAL(0, run({"rotate", "biller", "--now"}));
  STRCMP_EQUAL("0", db.calls[1].params[2]->c_str());
}

TEST(ServicesCommand, ListShowsServicesAndRoles) {
  db.answers_rows({{"service", "biller", "credits:spend", "2026-01-02T03:04:05Z", {}, {}},
                   {"role", "shop", {}, {}, {}, {}}});
  LONGS_EQUAL(0, run({"list"}));
  STRCMP_CONTAINS("service  biller  credits:spend  2026-01-02T03:04:05Z  -", typed.out.c_str());
  STRCMP_CONTAINS("role     shop", typed.out.c_str());

  LONGS_EQUAL(0, run({"list", "--json"}));
  STRCMP_CONTAINS(R"({"kind":"role","name":"shop","scopes":null,)", typed.out.c_str());
}

TEST(ServicesCommand, RolesAreLetInAndOut) {
  db.answers({"allowed"});
  LONGS_EQUAL(0, run({"allow-role", "shop"}));
  STRCMP_EQUAL("true", db.calls[0].params[1]->c_str());
  db.answers({"denied"});
  LONGS_EQUAL(0, run({"deny-role", "shop"}));
  STRCMP_EQUAL("false", db.calls[1].params[1]->c_str());
}

TEST(ServicesCommand, WhatFailsIsSaid) {
  const std::pair<std::vector<std::string>, std::pair<const char*, const char*>> cases[] = {
      {{"add", "biller", "--scope", "credits:spend"},
       {"taken", "biller: there is a service of that name already"}},
      {{"rotate", "biller"}, {"unknown", "biller: there is no such name"}},
      {{"remove", "biller"}, {"unknown", "biller: there is no such name"}},
      {{"allow-role", "shop"}, {"unknown", "shop: there is no such name"}},
      {{"allow-role", "pg_monitor"}, {"refused", "belongs to Latchkey or to PostgreSQL"}},
      {{"deny-role", "shop"}, {"kept", "another role has granted latchkey_app"}}};
  for (const auto& [words, said] : cases) {
    db.answers({said.first});
    LONGS_EQUAL(1, run(words));
    STRCMP_CONTAINS(said.second, typed.err.c_str());
    STRCMP_EQUAL("", typed.out.c_str());
  }
}

}  // namespace latchkey
