// Configuration declared as data. Every key Latchkey knows stands in the table of keys.cc with its
// kind, default and range; a program names the keys it reads and gets only those.
//
// Sources, the first that has the key wins: environment variable KEY; file named by the variable
// KEY_FILE; $CREDENTIALS_DIRECTORY/KEY (systemd LoadCredential=); the configuration file's KEY,
// then its KEY_FILE; the default. The configuration file is the one that LATCHKEY_CONFIG names
// (empty: none), or /etc/latchkey/latchkey.conf where that exists: KEY=VALUE lines and # comments,
// spaces around key and value dropped, one pair of quotes around the whole value too. The last
// newline of a file with one value is not part of the value.
//
// An unknown key in the configuration file or an unknown LATCHKEY_ variable (LATCHKEY_DEV_* are
// ./dev's own), a missing or an out-of-range value is an Error whose detail is one line naming the
// source, the key and the value (the value of a secret is never named).
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <map>
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
  kGoogleHostedDomain,  // empty: any
  kAllowedOrigins,      // comma-separated list; empty: none
  kSigningKey,          // secret, PEM (PKCS#8 or SEC 1), P-256
  kRotationKey,         // secret, 32 bytes as 64 hexadecimal digits
  kJwksFile,       // LATCHKEY_JWKS_FILE, path of the published keys (/var/lib/latchkey/jwks.json)
  kAccessTtl,      // seconds
  kRefreshTtl,     // seconds
  kSessionMaxAge,  // seconds; 0: no absolute limit
  kRefreshGrace,   // seconds
  kRefreshTransport,  // body | cookie
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

class Config {
 public:
  // Reads `keys` from the process environment and the files it names, and checks each.
  // kLogLevel need not be named; every program reads it.
  static Result<Config> load(std::initializer_list<Key> keys);
  static Result<Config> load(const std::vector<Key>& keys);

  // What is wrong with the configuration as a whole, a line each: every key is checked, whichever
  // program reads it. Secrets may be missing, since services get them as credentials. `file`: the
  // configuration file to check; empty: the one that load() would take.
  static std::vector<std::string> problems(const std::string& file = {});

  // Every key with its value and where that stands, in the order of enum Key. Faults are
  // problems()'s.
  static std::vector<Setting> settings();

  // Precondition of each: the key was named to load().
  [[nodiscard]] const std::string& text(Key key) const;
  [[nodiscard]] std::int64_t number(Key key) const;
  [[nodiscard]] bool on(Key key) const;                        // on | off
  [[nodiscard]] std::vector<std::string> list(Key key) const;  // trimmed, without empty entries
  [[nodiscard]] LogLevel log_level() const;                    // LATCHKEY_LOG_LEVEL

 private:
  std::map<Key, std::string> values_;
};

// The path that LATCHKEY_CONFIG names (empty: there is to be no file), else the default.
std::string config_file();

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
