// What each key takes, and what programs read.
#include "lib/config/config.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/unit/config/fixture.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

// Enough for every program but its secrets.
constexpr std::string_view kMinimal =
    "LATCHKEY_PUBLIC_URL=https://app.example.com/\n"
    "LATCHKEY_DATABASE_URL=host=/run/postgresql dbname=latchkey\n"
    "LATCHKEY_OIDC_CLIENT_ID=id\n"
    "LATCHKEY_OIDC_REDIRECT_URIS=https://app.example.com/auth/callback\n";

const std::string kHex32(64, 'a');

}  // namespace

TEST_GROUP(Config) {
  ConfigFixture at;

  bool takes(Key key, const std::string& value) {
    at.variable(std::string(key_name(key)), value);
    return first_problem({key}).empty();
  }

  void takes_only(Key key, const std::vector<std::string>& good,
                  const std::vector<std::string>& bad) {
    for (const auto& value : good) CHECK_TRUE_TEXT(takes(key, value), value.c_str());
    for (const auto& value : bad) CHECK_FALSE_TEXT(takes(key, value), value.c_str());
  }

  std::string fault(Key key, const std::string& value) {
    at.variable(std::string(key_name(key)), value);
    return first_problem({key});
  }
};

TEST(Config, NumbersListsAndSwitchesAreRead) {
  at.file(
      "LATCHKEY_ACCESS_TTL=60\nLATCHKEY_DATABASE_PREPARE=off\n"
      "LATCHKEY_ALLOWED_ORIGINS= https://a.example ,,http://localhost:5173,\n");
  ConfigReader config;

  LONGS_EQUAL(60, config.number(Key::kAccessTtl));
  LONGS_EQUAL(604'800, config.number(Key::kRefreshTtl));
  CHECK_FALSE(config.on(Key::kDatabasePrepare));
  const auto origins = config.list(Key::kAllowedOrigins);
  LONGS_EQUAL(2, origins.size());
  STRCMP_EQUAL("https://a.example", origins[0].c_str());
  STRCMP_EQUAL("http://localhost:5173", origins[1].c_str());
}

TEST(Config, DefaultsAreThoseOfTheContract) {
  ConfigReader config;

  STRCMP_EQUAL("https://accounts.google.com", config.text(Key::kOidcIssuer).c_str());
  STRCMP_EQUAL("https://api.stripe.com", config.text(Key::kStripeApiBase).c_str());
  LONGS_EQUAL(900, config.number(Key::kAccessTtl));
  LONGS_EQUAL(604'800, config.number(Key::kRefreshTtl));
  LONGS_EQUAL(0, config.number(Key::kSessionMaxAge));
  LONGS_EQUAL(10, config.number(Key::kRefreshGrace));
  STRCMP_EQUAL("body", config.text(Key::kRefreshTransport).c_str());
  LONGS_EQUAL(5, config.number(Key::kVerifyStaleness));
  LONGS_EQUAL(25, config.number(Key::kSignupCredits));
  LONGS_EQUAL(25, config.number(Key::kStripeRate));
  CHECK_TRUE(config.on(Key::kDatabasePrepare));
  CHECK_TRUE(config.text(Key::kAudience).empty());
  CHECK_TRUE(config.list(Key::kAllowedOrigins).empty());
  STRCMP_EQUAL("info", config.text(Key::kLogLevel).c_str());
}

TEST(Config, ThePublicUrlLosesItsCapitalsAndItsLastSlash) {
  at.variable("LATCHKEY_PUBLIC_URL", "HTTPS://App.example.com:8443/");

  STRCMP_EQUAL("https://app.example.com:8443", ConfigReader().text(Key::kPublicUrl).c_str());
}

TEST(Config, AMissingKeyIsNamedWithTheFileItBelongsIn) {
  STRCMP_EQUAL((at.path("conf") + ": LATCHKEY_PUBLIC_URL is not set").c_str(),
               first_problem({Key::kPublicUrl}).c_str());
}

TEST(Config, AnEmptyValueIsNoValueOfARequiredKey) {
  STRCMP_EQUAL("environment: LATCHKEY_PUBLIC_URL=\"\" must not be empty",
               fault(Key::kPublicUrl, "").c_str());
  STRCMP_EQUAL("environment: LATCHKEY_JWKS_FILE=\"\" must not be empty",
               fault(Key::kJwksFile, "").c_str());
}

TEST(Config, AFaultNamesFileKeyAndValue) {
  at.file("\nLATCHKEY_ACCESS_TTL=86401\n");

  STRCMP_EQUAL(
      (at.path("conf") + ":2: LATCHKEY_ACCESS_TTL=\"86401\" must be a whole number from 1 to 86400")
          .c_str(),
      first_problem({Key::kAccessTtl}).c_str());
}

TEST(Config, NumbersAreWholeAndInTheirRange) {
  takes_only(
      Key::kAccessTtl, {"1", "900", "86400"},
      {"0", "86401", "-1", "+60", "60s", "6e1", "60.0", " 60", "", "0x3c", "99999999999999999999"});
  takes_only(Key::kRefreshTtl, {"1", "31536000"}, {"0", "31536001"});
  takes_only(Key::kSessionMaxAge, {"0", "315360000"}, {"-1", "315360001"});
  takes_only(Key::kRefreshGrace, {"0", "300"}, {"-1", "301"});
  takes_only(Key::kVerifyStaleness, {"1", "300"}, {"0", "301"});
  takes_only(Key::kSignupCredits, {"0", "1000000000"}, {"-1", "1000000001"});
  takes_only(Key::kStripeRate, {"0", "10000"}, {"-1", "10001"});
}

TEST(Config, ChoicesAreTakenAsWritten) {
  takes_only(Key::kRefreshTransport, {"body", "cookie"}, {"Body", "header", ""});
  takes_only(Key::kDatabasePrepare, {"on", "off"}, {"true", "1"});
  takes_only(Key::kLogLevel, {"debug", "warning", "error", "info"}, {"warn"});
  at.variable("LATCHKEY_LOG_LEVEL", "info");
  STRCMP_EQUAL("environment: LATCHKEY_REFRESH_TRANSPORT=\"x\" must be one of body cookie",
               fault(Key::kRefreshTransport, "x").c_str());
}

TEST(Config, ThePublicUrlIsAnHttpsOrigin) {
  takes_only(Key::kPublicUrl, {"https://app.example.com", "https://localhost:8443/"},
             {"http://app.example.com", "http://localhost", "https://app.example.com/x",
              "https://app.example.com//", "https://app.example.com?x", "app.example.com",
              "https://user@app.example.com", "https://app.example.com#"});
}

TEST(Config, PlainHttpIsTakenOnLoopbackOnly) {
  const std::vector<std::string> good = {"https://example.com", "https://example.com/realm",
                                         "http://127.0.0.1:9000", "http://localhost",
                                         "http://[::1]:1"};
  const std::vector<std::string> bad = {"http://example.com",        "http://127.0.0.1.evil.com",
                                        "http://localhost.evil.com", "http://localhost@evil.com",
                                        "http://evil.com#127.0.0.1", "http://evil.com\\@127.0.0.1",
                                        "http://10.0.0.1",           "http://0.0.0.0",
                                        "ftp://localhost",           "example.com",
                                        "https://example.com?x=y",   "https://a.example b"};
  takes_only(Key::kOidcIssuer, good, bad);
  takes_only(Key::kStripeApiBase, good, bad);
}

TEST(Config, RedirectUrisAreAListOfHttpsUrls) {
  takes_only(Key::kOidcRedirectUris,
             {"https://a.example/cb", "https://a.example/cb?x=y , http://localhost:5173/cb"},
             {"", ",", "http://a.example/cb", "https://a.example/cb,http://a.example/cb",
              "https://a.example/cb#x", "/cb"});
}

TEST(Config, AllowedOriginsAreOrigins) {
  takes_only(Key::kAllowedOrigins,
             {"", "https://a.example", "https://a.example,http://localhost:5173"},
             {"*", "https://a.example/", "http://a.example", "a.example", "null"});
}

TEST(Config, ServicesCallFromNetworks) {
  takes_only(Key::kServiceNetworks,
             {"127.0.0.0/8,::1/128", "10.0.0.1", "0.0.0.0/0 , ::/0", "2001:db8::/32"},
             {"", ",", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0/8", "localhost",
              "10.0.0.0/-1", "10.0.0.0/8;", "all"});
}

TEST(Config, TheMailServerIsAUrlWithoutAPassword) {
  takes_only(Key::kSmtpUrl,
             {"", "smtps://mail.example.com", "smtps://user%40x@mail.example.com:465",
              "smtp://mail.example.com:587", "smtp://localhost:25", "smtp://[::1]:2525/"},
             {"http://127.0.0.1", "https://mail.example.com", "mail.example.com",
              "smtps://mail.example.com/x", "smtp://mail.example.com?x", "smtp://"});
  STRCMP_EQUAL(
      "environment: LATCHKEY_SMTP_URL must not have a password; that is LATCHKEY_SMTP_PASSWORD",
      fault(Key::kSmtpUrl, "smtps://u:hunter2@mail.example.com").c_str());
}

TEST(Config, MailNeedsASender) {
  at.variable("LATCHKEY_SMTP_URL", "smtp://127.0.0.1");
  STRCMP_EQUAL(
      "environment: LATCHKEY_SMTP_URL=\"smtp://127.0.0.1\" is set, so LATCHKEY_MAIL_FROM must be "
      "set too",
      first_problem({Key::kSmtpUrl, Key::kMailFrom}).c_str());

  at.variable("LATCHKEY_MAIL_FROM", "no-reply@example.com");
  STRCMP_EQUAL("", first_problem({Key::kSmtpUrl, Key::kMailFrom}).c_str());
}

TEST(Config, EveryProblemOfWhatIsReadIsCollected) {
  at.file("LATCHKEY_ACCESS_TTL=0\nLATCHKEY_TYPO=1\nLATCHKEY_STRIPE_RATE=x\n");
  ConfigReader config;

  LONGS_EQUAL(0, config.number(Key::kAccessTtl));
  LONGS_EQUAL(0, config.number(Key::kAccessTtl));
  STRCMP_EQUAL("", config.text(Key::kPublicUrl).c_str());
  LONGS_EQUAL(10, config.number(Key::kRefreshGrace));

  const std::string conf = at.path("conf");
  STRCMP_EQUAL((conf + ":2: LATCHKEY_TYPO=\"1\" is not a known key\n" + conf +
                ":1: LATCHKEY_ACCESS_TTL=\"0\" must be a whole number from 1 to 86400\n" + conf +
                ": LATCHKEY_PUBLIC_URL is not set")
                   .c_str(),
               config.finish().error().detail.c_str());
}

TEST(Config, AReaderMayComplainOfAKeyThatHasNoProblemYet) {
  at.file("LATCHKEY_ACCESS_TTL=0\n");
  ConfigReader config;
  config.number(Key::kAccessTtl);
  config.text(Key::kJwksFile);

  config.report(Key::kAccessTtl, "is too short");
  config.report(Key::kJwksFile, "no usable key");

  LONGS_EQUAL(2, config.problems().size());
  STRCMP_EQUAL("LATCHKEY_JWKS_FILE: no usable key", config.problems()[1].c_str());
}

TEST(Config, ItsFolderIsWhereTheFileIs) {
  STRCMP_EQUAL(at.path("").c_str(), (config_folder() + "/").c_str());

  at.variable("LATCHKEY_CONFIG", "latchkey.conf");
  STRCMP_EQUAL(".", config_folder().c_str());
  at.variable("LATCHKEY_CONFIG", "");
  STRCMP_EQUAL("", config_folder().c_str());
}

TEST(Config, DomainsAddressesAndFilesAreChecked) {
  takes_only(Key::kGoogleHostedDomain, {"", "example.com"},
             {"https://example.com", "example.com/x", "a@example.com", "example.com:1", "a b"});
  takes_only(Key::kMailFrom, {"", "Latchkey <no-reply@example.com>"},
             {"Latchkey", "a@b\r\nBcc: c", "Latchkey a@b", "a@b, c@d"});
  takes_only(Key::kOidcCaFile, {"", at.write("ca.pem", "x")}, {at.path("none")});
}

TEST(Config, SecretsAreCheckedAndNeverShown) {
  takes_only(Key::kRotationKey, {kHex32, std::string(64, 'F')},
             {"", kHex32 + "a", kHex32.substr(1), std::string(64, 'g'), " " + kHex32.substr(1)});
  takes_only(Key::kSigningKey, {"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"},
             {"", "hunter2", "/etc/latchkey/keys/active.pem"});
  takes_only(
      Key::kSentryDsn, {"", "https://key@o1.ingest.sentry.io/42", "http://k@127.0.0.1:9/1"},
      {"https://o1.ingest.sentry.io/42", "https://key@host", "http://key@host/1", "hunter2"});
  takes_only(Key::kOidcClientSecret, {"x"}, {"", "a\nb"});
  takes_only(Key::kDatabasePassword, {"", "p w'd"}, {"a\nb"});

  STRCMP_EQUAL("environment: LATCHKEY_ROTATION_KEY must be 64 hexadecimal digits",
               fault(Key::kRotationKey, "hunter2").c_str());
  STRCMP_EQUAL("environment: LATCHKEY_DATABASE_PASSWORD must not have control characters",
               fault(Key::kDatabasePassword, "hunter2\n").c_str());
  STRCMP_EQUAL("environment: LATCHKEY_DATABASE_URL must not have control characters",
               fault(Key::kDatabaseUrl, "password=hunter2\n").c_str());
}

TEST(Config, ValuesAreUtf8) {
  STRCMP_EQUAL("environment: LATCHKEY_AUDIENCE=\"\uFFFD\" must be UTF-8",
               fault(Key::kAudience, "\xFF").c_str());
}

TEST_GROUP(ConfigProblems) { ConfigFixture at; };

TEST(ConfigProblems, AConfigurationNeedsNoSecretsToBeRight) {
  at.file(kMinimal);

  LONGS_EQUAL(0, configuration_problems().size());
}

TEST(ConfigProblems, EveryFaultHasItsLine) {
  at.file(std::string(kMinimal) +
          "LATCHKEY_ACCESS_TTL=0\nLATCHKEY_TYPO=1\nLATCHKEY_ROTATION_KEY=hunter2\n");

  const auto problems = configuration_problems();

  const std::string conf = at.path("conf");
  LONGS_EQUAL(3, problems.size());
  STRCMP_EQUAL((conf + ":6: LATCHKEY_TYPO=\"1\" is not a known key").c_str(), problems[0].c_str());
  STRCMP_EQUAL((conf + ":7: LATCHKEY_ROTATION_KEY must be 64 hexadecimal digits").c_str(),
               problems[1].c_str());
  STRCMP_EQUAL(
      (conf + ":5: LATCHKEY_ACCESS_TTL=\"0\" must be a whole number from 1 to 86400").c_str(),
      problems[2].c_str());
}

TEST(ConfigProblems, MissingKeysThatAreNoSecretsAreFaults) {
  const auto problems = configuration_problems();

  LONGS_EQUAL(4, problems.size());
  CHECK_TRUE(std::all_of(problems.begin(), problems.end(),
                         [](const auto& line) { return line.ends_with(" is not set"); }));
}

TEST(ConfigProblems, AnotherFileCanBeChecked) {
  const std::string copy = at.write("copy", kMinimal);

  LONGS_EQUAL(0, configuration_problems(copy).size());
  STRCMP_EQUAL((at.path("none") + ": No such file or directory").c_str(),
               configuration_problems(at.path("none")).front().c_str());
}

}  // namespace latchkey
