// Configuration declared as data. Every key Latchkey knows stands in the table of keys.cc with its
// kind, default and range; a program that reads a key gets it checked.
//
// Sources, the first that has the key wins: environment variable KEY; file named by the variable
// KEY_FILE; $CREDENTIALS_DIRECTORY/KEY (systemd LoadCredential=); the configuration file's KEY,
// then its KEY_FILE; the default. The configuration file is the one that LATCHKEY_CONFIG names
// (empty: none), or /etc/latchkey/latchkey.conf where that exists: KEY=VALUE lines and # comments,
// spaces around key and value dropped, one pair of quotes around the whole value too. The last
// newline of a file with one value is not part of the value.
//
// An unknown key in the configuration file or an unknown LATCHKEY_ variable (LATCHKEY_DEV_* are
// ./dev's own), a missing or an out-of-range value is a problem: one line that names the source,
// the key and the value (never the value of a secret).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/log.h"
#include "lib/base/result.h"

namespace latchkey {

enum class Key {
  kPublicUrl,         // LATCHKEY_PUBLIC_URL; when read, lower case and no trailing slash
  kAudience,          // LATCHKEY_AUDIENCE; empty: the public URL
  kDatabaseUrl,       // LATCHKEY_DATABASE_URL, a libpq conninfo string or URI
  kDatabasePassword,  // secret; empty: none, or the one that LATCHKEY_DATABASE_URL has
  kDatabasePrepare,  // LATCHKEY_DATABASE_PREPARE, on | off: off behind PgBouncer's transaction mode
  kOidcIssuer,
  kOidcClientId,
  kOidcClientSecret,    // secret
  kOidcRedirectUris,    // comma-separated list
  kOidcCaFile,          // empty: the system's
  kOidcClientAuth,      // auto | basic | post
  kOidcSigningAlgs,     // comma-separated list
  kOidcTrustEmail,      // on | off
  kGoogleHostedDomain,  // empty: any
  kAllowedOrigins,      // comma-separated list; empty: none
  kServiceNetworks,     // comma-separated CIDRs; the gateway lets them ask /api/service/
  kSigningKey,          // secret, PEM (PKCS#8 or SEC 1), P-256
  kRotationKey,         // secret, 32 bytes as 64 hexadecimal digits
  kJwksFile,       // LATCHKEY_JWKS_FILE, path of the published keys (/var/lib/latchkey/jwks.json)
  kAccessTtl,      // seconds
  kRefreshTtl,     // seconds
  kSessionMaxAge,  // seconds; 0: no absolute limit
  kRefreshGrace,   // seconds
  kRefreshTransport,  // body | cookie
  kPageSessions,      // LATCHKEY_PAGE_SESSIONS, on | off: the access token in a cookie too
  kVerifyStaleness,   // seconds
  kSignupCredits,
  kStripeApiBase,
  kStripeSecretKey,  // secret; empty: jobs for Stripe wait
  kStripeRate,       // requests a second; 0: no cap
  kSmtpUrl,          // empty: mails wait
  kSmtpPassword,     // secret
  kMailFrom,
  kSentryDsn,   // secret
  kMetricsDir,  // a folder a handler, with what its workers count (lib/metrics)
  kLogLevel,    // debug | info | warning | error
};

// One key of the configuration, for a person.
struct Setting {
  Key key;
  std::string value;   // as programs take it; empty for a secret
  std::string source;  // "default", "environment", a file, a file with its line, or "not set"
};

// Reads one key after the other and collects what is wrong, as ObjectReader does with a request:
// a program reads all that it needs, then asks finish() whether it may use it. A key is checked by
// being read, so there is no second list of what a program reads.
class ConfigReader {
 public:
  // Reads the configuration file; what is wrong with that comes first among the problems.
  ConfigReader();
  ~ConfigReader();
  ConfigReader(ConfigReader&& other) noexcept;
  ConfigReader& operator=(ConfigReader&&) = delete;

  // The value, or an empty one, 0, false or "info" where something is wrong with it.
  std::string text(Key key);
  std::int64_t number(Key key);
  bool on(Key key);                        // on | off
  std::vector<std::string> list(Key key);  // trimmed, without empty entries
  LogLevel log_level();                    // LATCHKEY_LOG_LEVEL

  // For a reader that knows more of a value than the table of keys does. Nothing is added where the
  // key has a problem already. `problem` never quotes a secret.
  void report(Key key, std::string_view problem);

  // A line for each problem so far, in the order of reading.
  [[nodiscard]] const std::vector<std::string>& problems() const;
  // Done where there is none; otherwise kInternal, with all the lines.
  [[nodiscard]] Result<Done> finish() const;

 private:
  friend std::vector<std::string> configuration_problems(const std::string& file);
  struct Reading;

  std::unique_ptr<Reading> reading_;
};

// The path that LATCHKEY_CONFIG names (empty: there is to be no file), else the default.
std::string config_file();

// Every key with its value and where that stands, in the order of enum Key. What is wrong is
// configuration_problems()'s to say.
std::vector<Setting> configuration_settings();

// What is wrong with the configuration as a whole, a line each: every key is checked, whichever
// program reads it. Secrets may be missing, since services get them as credentials. `file`: the
// configuration file to check; empty: the one that programs take.
std::vector<std::string> configuration_problems(const std::string& file = {});

// The folder of the configuration file, whether or not that exists; empty where there is to be
// none. What an operator may put beside it (mail/) is looked for there.
std::string config_folder();

// The environment name of a key, e.g. "LATCHKEY_PUBLIC_URL".
std::string_view key_name(Key key);

// The name, of a key or with _FILE behind it, that somebody who typed `name` probably meant; empty
// where none is close.
std::string likely_key(std::string_view name);

// The key of that name, and whether its value is a secret.
std::optional<Key> key_named(std::string_view name);
bool is_secret(Key key);

}  // namespace latchkey
