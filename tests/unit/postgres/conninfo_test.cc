#include "lib/postgres/conninfo.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

std::string value_of(const ConnectionOptions& options, std::string_view keyword) {
  std::string found = "(none)";
  for (const auto& [name, value] : options) {
    if (name == keyword) found = found == "(none)" ? value : "(twice)";
  }
  return found;
}

ConnectionOptions options_of(const std::string& conninfo, const std::string& password = {}) {
  return *connection_options(conninfo, "latchkey-test", password);
}

std::string error_of(const std::string& conninfo) {
  const auto options = connection_options(conninfo, "latchkey-test", "");
  return options ? "(none)" : options.error().detail;
}

}  // namespace

TEST_GROUP(ConnectionOptions){};

TEST(ConnectionOptions, WhatIsNotSaidIsAdded) {
  const auto options = options_of("host=/run/postgresql dbname=app");

  STRCMP_EQUAL("/run/postgresql", value_of(options, "host").c_str());
  STRCMP_EQUAL("app", value_of(options, "dbname").c_str());
  STRCMP_EQUAL("latchkey-test", value_of(options, "user").c_str());
  STRCMP_EQUAL("latchkey-test", value_of(options, "application_name").c_str());
  STRCMP_EQUAL("UTF8", value_of(options, "client_encoding").c_str());
  STRCMP_EQUAL("2", value_of(options, "connect_timeout").c_str());
}

TEST(ConnectionOptions, WhatIsSaidStays) {
  const auto options =
      options_of("user=me application_name=mine connect_timeout=7 target_session_attrs=read-write");

  STRCMP_EQUAL("me", value_of(options, "user").c_str());
  STRCMP_EQUAL("mine", value_of(options, "application_name").c_str());
  STRCMP_EQUAL("7", value_of(options, "connect_timeout").c_str());
  STRCMP_EQUAL("read-write", value_of(options, "target_session_attrs").c_str());
}

TEST(ConnectionOptions, ThePasswordIsForAConnectionStringWithoutOne) {
  STRCMP_EQUAL("p w'd", value_of(options_of("host=db1", "p w'd"), "password").c_str());
  STRCMP_EQUAL("own", value_of(options_of("host=db1 password=own", "p"), "password").c_str());
  STRCMP_EQUAL("(none)", value_of(options_of("host=db1"), "password").c_str());
}

TEST(ConnectionOptions, UnixSocketIsKnownByItsHost) {
  for (const auto* conninfo : {"dbname=app", "host=/run/postgresql", "host=@app", "host=''",
                               "postgresql:///app", "host=/a,db2"}) {
    CHECK_TRUE_TEXT(by_unix_socket(options_of(conninfo)), conninfo);
  }
  for (const auto* conninfo :
       {"host=db1", "host=localhost", "hostaddr=127.0.0.1", "host=/a hostaddr=127.0.0.1"}) {
    CHECK_FALSE_TEXT(by_unix_socket(options_of(conninfo)), conninfo);
  }
}

TEST(ConnectionOptions, UrisWithSeveralHostsAreTaken) {
  const auto options = options_of("postgresql://me@db1:5433,db2:5434/app?sslmode=verify-full");

  STRCMP_EQUAL("db1,db2", value_of(options, "host").c_str());
  STRCMP_EQUAL("5433,5434", value_of(options, "port").c_str());
  STRCMP_EQUAL("me", value_of(options, "user").c_str());
  STRCMP_EQUAL("verify-full", value_of(options, "sslmode").c_str());
}

TEST(ConnectionOptions, UnknownOptionIsNamed) {
  STRCMP_CONTAINS("\"sslmod\"", error_of("host=a sslmod=require").c_str());
}

TEST(ConnectionOptions, NothingOfAPasswordIsTold) {
  for (const auto* conninfo : {"password=a pass phrase", "password='pass",
                               "postgresql://u:pass@[::1", "postgresql://u:pass%zz@h/"}) {
    STRCMP_EQUAL("not a libpq connection string", error_of(conninfo).c_str());
  }
}

}  // namespace latchkey
