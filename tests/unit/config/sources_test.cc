// Where a value comes from, and what is wrong with the places themselves.
#include <string>
#include <vector>

#include "lib/config/config.h"
#include "tests/unit/config/fixture.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(ConfigSources) {
  ConfigFixture at;

  std::string text(Key key) { return ConfigReader().text(key); }

  // The line that stops the start; empty where nothing does. The test's folder is left out.
  std::string fault(std::initializer_list<Key> keys = {}) {
    std::string line = first_problem(keys);
    for (auto start = line.find(at.path("")); start != std::string::npos;
         start = line.find(at.path(""))) {
      line.erase(start, at.path("").size());
    }
    return line;
  }
};

TEST(ConfigSources, WithoutAnySourceTheDefaultCounts) {
  STRCMP_EQUAL("https://accounts.google.com", text(Key::kOidcIssuer).c_str());
}

TEST(ConfigSources, TheFirstSourceThatHasTheKeyWins) {
  at.file("LATCHKEY_OIDC_CLIENT_SECRET_FILE=" + at.write("in-conf", "named by the file"));
  STRCMP_EQUAL("named by the file", text(Key::kOidcClientSecret).c_str());
  at.file("LATCHKEY_OIDC_CLIENT_SECRET=in the file\nLATCHKEY_OIDC_CLIENT_SECRET_FILE=/nonexistent");
  STRCMP_EQUAL("in the file", text(Key::kOidcClientSecret).c_str());
  at.credential("LATCHKEY_OIDC_CLIENT_SECRET", "credential");
  STRCMP_EQUAL("credential", text(Key::kOidcClientSecret).c_str());
  at.variable("LATCHKEY_OIDC_CLIENT_SECRET_FILE", at.write("secret", "named by the environment"));
  STRCMP_EQUAL("named by the environment", text(Key::kOidcClientSecret).c_str());
  at.variable("LATCHKEY_OIDC_CLIENT_SECRET", "environment");
  STRCMP_EQUAL("environment", text(Key::kOidcClientSecret).c_str());
}

TEST(ConfigSources, AKeyWhoseNameEndsInFileIsNoPointer) {
  at.variable("LATCHKEY_JWKS_FILE", "/nonexistent/jwks.json");

  STRCMP_EQUAL("/nonexistent/jwks.json", text(Key::kJwksFile).c_str());
}

TEST(ConfigSources, AnEmptyVariableOverridesTheFile) {
  at.file("LATCHKEY_AUDIENCE=a");
  at.variable("LATCHKEY_AUDIENCE", "");

  STRCMP_EQUAL("", text(Key::kAudience).c_str());
}

TEST(ConfigSources, TheLastNewlineOfAFileIsNotPartOfItsValue) {
  at.credential("LATCHKEY_AUDIENCE", "unix\n");
  STRCMP_EQUAL("unix", text(Key::kAudience).c_str());
  at.credential("LATCHKEY_AUDIENCE", "dos\r\n");
  STRCMP_EQUAL("dos", text(Key::kAudience).c_str());
  at.credential("LATCHKEY_AUDIENCE", "two\n\n");
  STRCMP_EQUAL("LATCHKEY_AUDIENCE: LATCHKEY_AUDIENCE=\"two\\n\" must not have control characters",
               fault({Key::kAudience}).c_str());
}

TEST(ConfigSources, AFileThatIsNamedMustBeReadable) {
  at.variable("LATCHKEY_SIGNING_KEY_FILE", at.path("none"));

  STRCMP_EQUAL(
      "environment: LATCHKEY_SIGNING_KEY_FILE=\"none\" cannot be read: No such file or directory",
      fault({Key::kSigningKey}).c_str());
}

TEST(ConfigSources, ACredentialThatCannotBeReadStopsTheStart) {
  std::filesystem::create_directory(at.path("LATCHKEY_AUDIENCE"));
  at.variable("CREDENTIALS_DIRECTORY", at.path("."));

  STRCMP_EQUAL("./LATCHKEY_AUDIENCE: LATCHKEY_AUDIENCE cannot be read: Is a directory",
               fault({Key::kAudience}).c_str());
}

TEST(ConfigSources, SecretsOfKeysThatWereNotNamedAreNotRead) {
  at.variable("LATCHKEY_SIGNING_KEY_FILE", at.path("none"));

  STRCMP_EQUAL("", fault({Key::kAudience}).c_str());
}

TEST(ConfigSources, TheFileHasCommentsSpaceAndQuotes) {
  at.file(
      "# Latchkey\n\n"
      "  LATCHKEY_AUDIENCE =  https://a.example/b=c # d\r\n"
      "\t# LATCHKEY_AUDIENCE=no\n"
      "LATCHKEY_OIDC_CLIENT_ID=\"id with 'quotes'\"\n"
      "LATCHKEY_DATABASE_URL=host=/run/postgresql password='x y'\n"
      "LATCHKEY_OIDC_CLIENT_SECRET='\"'\n"
      "LATCHKEY_LOG_LEVEL=debug");  // no newline at the end

  STRCMP_EQUAL("https://a.example/b=c # d", text(Key::kAudience).c_str());
  STRCMP_EQUAL("id with 'quotes'", text(Key::kOidcClientId).c_str());
  STRCMP_EQUAL("host=/run/postgresql password='x y'", text(Key::kDatabaseUrl).c_str());
  STRCMP_EQUAL("\"", text(Key::kOidcClientSecret).c_str());
  STRCMP_EQUAL("debug", text(Key::kLogLevel).c_str());
}

TEST(ConfigSources, AFileThatIsNamedByLatchkeyConfigMustExist) {
  at.variable("LATCHKEY_CONFIG", at.path("none"));

  STRCMP_EQUAL("none: No such file or directory", fault().c_str());
}

TEST(ConfigSources, AnEmptyLatchkeyConfigMeansNoFile) {
  at.variable("LATCHKEY_CONFIG", "");

  STRCMP_EQUAL("", fault().c_str());
}

TEST(ConfigSources, ALineWithoutAnEqualsSignStopsTheStartAndIsNotShown) {
  at.file("LATCHKEY_AUDIENCE=a\nMIGHAgEAMBMGByqGSM49\n");

  STRCMP_EQUAL("conf:2: must be KEY=VALUE or a # comment", fault().c_str());
}

TEST(ConfigSources, AKeySetTwiceInTheFileStopsTheStart) {
  at.file("LATCHKEY_AUDIENCE=a\nLATCHKEY_AUDIENCE=b\n");

  STRCMP_EQUAL("conf:2: LATCHKEY_AUDIENCE=\"b\" is set for the second time", fault().c_str());
}

TEST(ConfigSources, AnUnknownKeyInTheFileStopsTheStart) {
  for (const auto* name :
       {"LATCHKEY_ACESS_TTL", "ACCESS_TTL", "latchkey_access_ttl", "LATCHKEY_DEV_PORT",
        "LATCHKEY_CONFIG", "LATCHKEY_ACCESS_TTL_FILE_FILE", ""}) {
    at.file("\n" + std::string(name) + "=60\n");
    STRCMP_CONTAINS(("conf:2: " + std::string(name) + "=\"60\" is not a known key").c_str(),
                    fault().c_str());
  }
}

TEST(ConfigSources, AMistypedKeyIsToldWhatItWasToBe) {
  const std::pair<const char*, const char*> slips[] = {
      {"LATCHKEY_PUBLIC_ULR", "; did you mean LATCHKEY_PUBLIC_URL?"},
      {"latchkey_public_url", "; did you mean LATCHKEY_PUBLIC_URL?"},
      {"PUBLIC_URL", "; did you mean LATCHKEY_PUBLIC_URL?"},
      {"LATCHKEY_SENTRYDSN_FILE", "; did you mean LATCHKEY_SENTRY_DSN_FILE?"},
      {"LATCHKEY_COLOUR", "is not a known key"}};
  for (const auto& [typed, told] : slips) {
    at.file(std::string(typed) + "=x");
    CHECK_TRUE_TEXT(fault().ends_with(told), fault().c_str());
  }
}

TEST(ConfigSources, AnUnknownLatchkeyVariableStopsTheStart) {
  at.variable("LATCHKEY_ACESS_TTL", "60");

  STRCMP_EQUAL(
      "environment: LATCHKEY_ACESS_TTL=\"60\" is not a known key; did you mean "
      "LATCHKEY_ACCESS_TTL?",
      fault().c_str());
}

TEST(ConfigSources, VariablesOfDevOfFilesAndOfOthersAreNotUnknown) {
  at.variable("LATCHKEY_DEV_PORT", "0");
  at.variable("LATCHKEY_DEV_ANYTHING", "x");
  at.variable("LATCHKEY_SIGNUP_CREDITS_FILE", "/nonexistent");
  at.variable("LATCHKEY_OIDC_CA_FILE_FILE", "/nonexistent");
  at.variable("LATCHKEYS", "x");

  STRCMP_EQUAL("", fault().c_str());
}

TEST(ConfigSources, AFaultIsOneLineWhateverTheValueHolds) {
  at.variable("LATCHKEY_X\n", "a\nb\x1B[31m");
  STRCMP_EQUAL("environment: LATCHKEY_X\\n=\"a\\nb\\u001b[31m\" is not a known key",
               fault().c_str());

  unsetenv("LATCHKEY_X\n");
  at.variable("LATCHKEY_ACCESS_TTL", std::string(5000, '9'));
  CHECK(fault({Key::kAccessTtl}).size() < 400);
}

TEST(ConfigSources, AMistypedSecretIsNotShown) {
  for (const auto* name :
       {"LATCHKEY_STRIPE_SECRETKEY", "latchkey_smtp_password", "STRIPE_TOKEN",
        "LATCHKEY_SIGNING_KY_PEM", "LATCHKEY_SENTRYDSN", "LATCHKEY_DATABASEURL"}) {
    at.file(std::string(name) + "=hunter2");
    STRCMP_CONTAINS(("conf:1: " + std::string(name) + " is not a known key").c_str(),
                    fault().c_str());
    CHECK_LACKS(fault(), "hunter2");
  }
}

TEST(ConfigSources, APasswordInAUrlIsNotShown) {
  at.file("LATCHKEY_OIDC_ISSUER=https://user:hunter2@example.com");

  STRCMP_EQUAL("conf:1: LATCHKEY_OIDC_ISSUER must be an https URL (http on loopback only)",
               fault({Key::kOidcIssuer}).c_str());
}

}  // namespace latchkey
