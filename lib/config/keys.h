// The table of configuration keys: the one place where a key's name, kind, default and range stand.
// Used by this folder only; programs go through config.h.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lib/config/config.h"

namespace latchkey {

// What a value must look like; check.cc has the rule of each.
enum class Kind {
  kText,         // anything on one line
  kNumber,       // a whole number, least to most
  kChoice,       // one of `choices`
  kChoices,      // list of some of them, at least one
  kOrigin,       // https://host[:port], a slash at the end allowed
  kOrigins,      // list of scheme://host[:port], https or http on loopback, no slash at the end
  kHttpsUrl,     // https, or http on loopback
  kHttpsUrls,    // list of the same, at least one
  kNetworks,     // list of CIDRs or addresses
  kSmtpUrl,      // smtps or smtp; lib/mail/smtp.h has when TLS is required
  kDomain,       // a DNS name
  kMailAddress,  // address, or Name <address>
  kSentryDsn,    // https://key@host/project, http on loopback
  kReadableFile,
  kPem,
  kHex32,  // 32 bytes as 64 hexadecimal digits
};

// May the value be shown in an error? Who has it?
enum class Privacy {
  kOpen,
  kHidden,  // may hold a password, so it is not shown; every program that needs it sees it
  kSecret,  // not shown, and given to the services that need it only (LoadCredential=)
};

struct KeySpec {
  Key key;
  std::string_view name;
  Kind kind;
  Privacy privacy;
  std::optional<std::string_view> fallback;  // nothing: the key must be set; "": optional
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view choices = {};  // comma-separated
};

// All keys, in the order of enum Key.
std::span<const KeySpec> all_keys();
const KeySpec& spec_of(Key key);

// The key of that name, or nullptr.
const KeySpec* find_key(std::string_view name);

}  // namespace latchkey
