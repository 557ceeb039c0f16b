#include "lib/config/keys.h"

#include <algorithm>
#include <array>

namespace latchkey {
namespace {

constexpr std::nullopt_t kRequired = std::nullopt;
constexpr std::string_view kOptional = "";

constexpr Privacy kOpen = Privacy::kOpen;
constexpr Privacy kHidden = Privacy::kHidden;
constexpr Privacy kSecret = Privacy::kSecret;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kYear = 365 * kDay;

// Numbers: default, least, most. Durations are seconds.
constexpr std::array kKeys = {
    KeySpec{Key::kPublicUrl, "LATCHKEY_PUBLIC_URL", Kind::kOrigin, kOpen, kRequired},
    KeySpec{Key::kAudience, "LATCHKEY_AUDIENCE", Kind::kText, kOpen, kOptional},
    KeySpec{Key::kDatabaseUrl, "LATCHKEY_DATABASE_URL", Kind::kText, kHidden, kRequired},
    KeySpec{Key::kDatabasePassword, "LATCHKEY_DATABASE_PASSWORD", Kind::kText, kSecret, kOptional},
    KeySpec{Key::kDatabasePrepare, "LATCHKEY_DATABASE_PREPARE", Kind::kChoice, kOpen, "on", 0, 0,
            "on,off"},
    KeySpec{Key::kOidcIssuer, "LATCHKEY_OIDC_ISSUER", Kind::kHttpsUrl, kOpen,
            "https://accounts.google.com"},
    KeySpec{Key::kOidcClientId, "LATCHKEY_OIDC_CLIENT_ID", Kind::kText, kOpen, kRequired},
    KeySpec{Key::kOidcClientSecret, "LATCHKEY_OIDC_CLIENT_SECRET", Kind::kText, kSecret, kRequired},
    KeySpec{Key::kOidcRedirectUris, "LATCHKEY_OIDC_REDIRECT_URIS", Kind::kHttpsUrls, kOpen,
            kRequired},
    KeySpec{Key::kOidcCaFile, "LATCHKEY_OIDC_CA_FILE", Kind::kReadableFile, kOpen, kOptional},
    KeySpec{Key::kOidcClientAuth, "LATCHKEY_OIDC_CLIENT_AUTH", Kind::kChoice, kOpen, "auto", 0, 0,
            "auto,basic,post"},
    KeySpec{Key::kOidcSigningAlgs, "LATCHKEY_OIDC_SIGNING_ALGS", Kind::kChoices, kOpen,
            "RS256,PS256,ES256,ES384,EdDSA", 0, 0, "RS256,PS256,ES256,ES384,EdDSA"},
    KeySpec{Key::kOidcTrustEmail, "LATCHKEY_OIDC_TRUST_EMAIL", Kind::kChoice, kOpen, "off", 0, 0,
            "on,off"},
    KeySpec{Key::kGoogleHostedDomain, "LATCHKEY_GOOGLE_HOSTED_DOMAIN", Kind::kDomain, kOpen,
            kOptional},
    KeySpec{Key::kAllowedOrigins, "LATCHKEY_ALLOWED_ORIGINS", Kind::kOrigins, kOpen, kOptional},
    KeySpec{Key::kServiceNetworks, "LATCHKEY_SERVICE_NETWORKS", Kind::kNetworks, kOpen,
            "127.0.0.0/8,::1/128"},
    KeySpec{Key::kSigningKey, "LATCHKEY_SIGNING_KEY", Kind::kPem, kSecret, kRequired},
    KeySpec{Key::kRotationKey, "LATCHKEY_ROTATION_KEY", Kind::kHex32, kSecret, kRequired},
    KeySpec{Key::kJwksFile, "LATCHKEY_JWKS_FILE", Kind::kText, kOpen,
            "/var/lib/latchkey/jwks.json"},
    KeySpec{Key::kAccessTtl, "LATCHKEY_ACCESS_TTL", Kind::kNumber, kOpen, "900", 1, kDay},
    KeySpec{Key::kRefreshTtl, "LATCHKEY_REFRESH_TTL", Kind::kNumber, kOpen, "604800", 1, kYear},
    KeySpec{Key::kSessionMaxAge, "LATCHKEY_SESSION_MAX_AGE", Kind::kNumber, kOpen, "0", 0,
            10 * kYear},
    KeySpec{Key::kRefreshGrace, "LATCHKEY_REFRESH_GRACE", Kind::kNumber, kOpen, "10", 0, 300},
    KeySpec{Key::kRefreshTransport, "LATCHKEY_REFRESH_TRANSPORT", Kind::kChoice, kOpen, "body", 0,
            0, "body,cookie"},
    KeySpec{Key::kPageSessions, "LATCHKEY_PAGE_SESSIONS", Kind::kChoice, kOpen, "on", 0, 0,
            "on,off"},
    KeySpec{Key::kVerifyStaleness, "LATCHKEY_VERIFY_STALENESS", Kind::kNumber, kOpen, "5", 1, 300},
    KeySpec{Key::kSignupCredits, "LATCHKEY_SIGNUP_CREDITS", Kind::kNumber, kOpen, "25", 0,
            1'000'000'000},
    KeySpec{Key::kStripeApiBase, "LATCHKEY_STRIPE_API_BASE", Kind::kHttpsUrl, kOpen,
            "https://api.stripe.com"},
    KeySpec{Key::kStripeSecretKey, "LATCHKEY_STRIPE_SECRET_KEY", Kind::kText, kSecret, kOptional},
    KeySpec{Key::kStripeRate, "LATCHKEY_STRIPE_RATE", Kind::kNumber, kOpen, "25", 0, 10'000},
    KeySpec{Key::kSmtpUrl, "LATCHKEY_SMTP_URL", Kind::kSmtpUrl, kOpen, kOptional},
    KeySpec{Key::kSmtpPassword, "LATCHKEY_SMTP_PASSWORD", Kind::kText, kSecret, kOptional},
    KeySpec{Key::kMailFrom, "LATCHKEY_MAIL_FROM", Kind::kMailAddress, kOpen, kOptional},
    KeySpec{Key::kSentryDsn, "LATCHKEY_SENTRY_DSN", Kind::kSentryDsn, kSecret, kOptional},
    KeySpec{Key::kMetricsDir, "LATCHKEY_METRICS_DIR", Kind::kText, kOpen, "/run/latchkey/metrics"},
    KeySpec{Key::kLogLevel, "LATCHKEY_LOG_LEVEL", Kind::kChoice, kOpen, "info", 0, 0,
            "debug,info,warning,error"},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    if (static_cast<std::size_t>(kKeys[i].key) != i) return false;
  }
  return static_cast<std::size_t>(Key::kLogLevel) + 1 == kKeys.size();
}
static_assert(is_in_order(), "kKeys has each Key once, in the order of the enum");

}  // namespace

std::span<const KeySpec> all_keys() { return kKeys; }

const KeySpec& spec_of(Key key) { return kKeys[static_cast<std::size_t>(key)]; }

const KeySpec* find_key(std::string_view name) {
  const auto* const found =
      std::find_if(kKeys.begin(), kKeys.end(), [&](const auto& spec) { return spec.name == name; });
  return found == kKeys.end() ? nullptr : found;
}

std::string_view key_name(Key key) { return spec_of(key).name; }

std::optional<Key> key_named(std::string_view name) {
  const KeySpec* const spec = find_key(name);
  return spec ? std::optional(spec->key) : std::nullopt;
}

bool is_secret(Key key) { return spec_of(key).privacy == Privacy::kSecret; }

}  // namespace latchkey
