// How the admin command is let into the database.
#include "cli/admin_login.h"

#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "tests/unit/config/fixture.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(AdminLogin) {
  ConfigFixture at;

  void setup() override { std::filesystem::create_directory(at.path("database")); }

  AdminLogin login(const std::string& conninfo) {
    at.file("LATCHKEY_DATABASE_URL=" + conninfo + "\n");
    ConfigReader config;
    return AdminLogin::from(config);
  }
  std::string option(const AdminLogin& login, std::string_view keyword) {
    for (const auto& [name, value] : login.options) {
      if (name == keyword) return value;
    }
    return "(none)";
  }
  std::string explained(const std::string& conninfo, const char* detail) {
    return login(conninfo).explained(Error::of(ErrorCode::kUnavailable, detail)).detail;
  }
};

TEST(AdminLogin, ItIsTheRoleOfTheAdminCommand) {
  STRCMP_EQUAL("latchkey-admin", option(login("dbname=latchkey"), "user").c_str());
}

TEST(AdminLogin, AnotherHostIsShownThePassword) {
  at.write("database/latchkey-admin.password", "hunter2\n");

  STRCMP_EQUAL("hunter2", option(login("host=db1"), "password").c_str());
  STRCMP_EQUAL("(none)", option(login("dbname=latchkey"), "password").c_str());
}

TEST(AdminLogin, AnEmptyFileIsNoPassword) {
  at.write("database/latchkey-admin.password", "");

  STRCMP_EQUAL("(none)", option(login("host=db1"), "password").c_str());
}

TEST(AdminLogin, AnotherHostIsShownTheCertificateWithItsKey) {
  at.write("database/latchkey-admin.crt", "x");
  STRCMP_EQUAL("(none)", option(login("host=db1"), "sslcert").c_str());

  at.write("database/latchkey-admin.key", "x");

  const auto shown = login("host=db1");
  STRCMP_EQUAL(at.path("database/latchkey-admin.crt").c_str(), option(shown, "sslcert").c_str());
  STRCMP_EQUAL(at.path("database/latchkey-admin.key").c_str(), option(shown, "sslkey").c_str());
}

TEST(AdminLogin, WhatTheConfigurationSaysGoesFirst) {
  at.write("database/latchkey-admin.password", "hunter2");
  at.write("database/latchkey-admin.crt", "x");
  at.write("database/latchkey-admin.key", "x");

  const auto said = login("host=db1 password=own sslcert=/own.crt sslkey=/own.key");
  STRCMP_EQUAL("own", option(said, "password").c_str());
  STRCMP_EQUAL("/own.crt", option(said, "sslcert").c_str());
  STRCMP_EQUAL("/own.key", option(said, "sslkey").c_str());

  at.variable("LATCHKEY_DATABASE_PASSWORD", "of-the-environment");
  STRCMP_EQUAL("of-the-environment", option(login("host=db1"), "password").c_str());
}

TEST(AdminLogin, ThereIsAUserToBeAtAnOpenSocketOnly) {
  const std::string open = at.path("open");
  std::filesystem::create_directory(open);
  std::filesystem::permissions(at.path(""), std::filesystem::perms(0755));
  std::filesystem::permissions(open, std::filesystem::perms(0755));

  CHECK_EQUAL(os_user("latchkey-admin").has_value(), login("host=" + open).user.has_value());
  CHECK_FALSE(login("host=db1").user.has_value());
}

TEST(AdminLogin, WhoIsNotLetInIsToldWhatToDo) {
  const char* const refusal = "database: Peer authentication failed for user \"latchkey-admin\"";
  const char* const away = "database: Connection refused";

  STRCMP_EQUAL(away, explained("host=db1", away).c_str());
  if (getuid() != 0) {
    STRCMP_CONTAINS("\"; run it as root", explained("dbname=latchkey", refusal).c_str());
    return;
  }
  STRCMP_CONTAINS("\"; pg_hba.conf has to let the OS user latchkey-admin in (peer)",
                  explained("dbname=latchkey", refusal).c_str());
  STRCMP_CONTAINS(
      ("; it needs the password in " + at.path("database/latchkey-admin.password")).c_str(),
      explained("host=db1", "database: no password supplied").c_str());
}

TEST(AdminLogin, AnUnknownUserIsNobody) {
  CHECK_FALSE(os_user("no such user").has_value());
  LONGS_EQUAL(0, os_user("root")->uid);
}

TEST(AdminLogin, RootActsAsTheUserForAWhile) {
  const uid_t uid = geteuid();
  const gid_t gid = getegid();
  const auto nobody = os_user("nobody");
  {
    const ActingAs acting(nobody);
    LONGS_EQUAL(uid == 0 ? nobody->uid : uid, geteuid());
    LONGS_EQUAL(uid == 0 ? nobody->gid : gid, getegid());
  }
  {
    const ActingAs acting(std::nullopt);
    LONGS_EQUAL(uid, geteuid());
  }
  LONGS_EQUAL(uid, geteuid());
  LONGS_EQUAL(gid, getegid());
}

}  // namespace latchkey
