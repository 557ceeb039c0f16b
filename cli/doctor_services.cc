#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/doctor_checks.h"
#include "lib/base/clock.h"
#include "lib/base/url.h"
#include "lib/config/config.h"
#include "lib/mail/smtp.h"
#include "lib/mail/welcome.h"
#include "lib/net/curl_fetcher.h"
#include "lib/net/curl_transfers.h"
#include "lib/openid/discovery.h"
#include "lib/openid/from_config.h"
#include "lib/openid/openid_provider.h"
#include "lib/stripe/answer.h"
#include "lib/stripe/customer_requests.h"

namespace latchkey {
namespace {

CheckResults one(const char* subject, bool good, std::string text) {
  return {{subject, good, std::move(text)}};
}

// The answer to one transfer; `transfer`: HttpTransfer or MailTransfer.
template <typename Transfer>
Result<TransferReply> answer_to(Transfer transfer, const std::string& origin) {
  TransferLimits limits;
  limits.timeout = std::chrono::seconds(10);
  const auto transfers = CurlTransfers::create(limits);
  if (!transfers) return transfers.error();
  if (!origin.empty()) {
    if (const auto allowed = (*transfers)->allow(origin); !allowed) return allowed.error();
  }
  (*transfers)->start(1, std::move(transfer));
  auto ended = (*transfers)->run(std::chrono::seconds(1), -1);
  while (ended.empty()) ended = (*transfers)->run(std::chrono::seconds(1), -1);
  return std::move(ended.front().reply);
}

std::string stripe_advice(const StripeAnswer& answer) {
  if (answer.outcome == StripeOutcome::kRefused) {
    return answer.why +
           "; give LATCHKEY_STRIPE_SECRET_KEY a key that is valid and may use customers";
  }
  return answer.why + "; is LATCHKEY_STRIPE_API_BASE correct, and reachable from here?";
}

// Nothing where the secret is missing, which is a result of its own.
CheckResults client_results(HttpFetcher& http) {
  ConfigReader config;
  OpenIdClient client = openid_client(config);
  const auto redirect_uris = config.list(Key::kOidcRedirectUris);
  if (!config.finish()) return {};
  OpenIdProvider provider(http, std::move(client), system_clock);
  const auto taken = provider.check_client(redirect_uris.front());
  if (taken) {
    return one("client", true,
               "the provider accepts the client id and its secret, by " + std::string(*taken));
  }
  if (taken.error().code != ErrorCode::kOauthClientRejected) {
    return one("client", false, taken.error().detail + "; try again later");
  }
  return one("client", false,
             taken.error().detail +
                 "; write the client secret that the provider's console shows for "
                 "LATCHKEY_OIDC_CLIENT_ID into /etc/latchkey/secrets/LATCHKEY_OIDC_CLIENT_SECRET, "
                 "then systemctl restart 'latchkey-auth-complete-signup@*'");
}

// A warning only: some providers sign with more than they list.
CheckResults algorithm_results(const ProviderMetadata& metadata,
                               const std::vector<std::string>& taken) {
  const auto& listed = metadata.signing_algorithms;
  const bool is_any_taken = std::any_of(listed.begin(), listed.end(), [&](const auto& name) {
    return std::find(taken.begin(), taken.end(), name) != taken.end();
  });
  if (listed.empty() || is_any_taken) return {};
  return {{"algorithms", true,
           "the provider lists none of LATCHKEY_OIDC_SIGNING_ALGS for its ID tokens, so nobody may "
           "be able to sign in; have it sign with one of these, or take one that it lists",
           true}};
}

}  // namespace

CheckResults examine_issuer() {
  ConfigReader config;
  const std::string issuer = config.text(Key::kOidcIssuer);
  const auto algorithms = config.list(Key::kOidcSigningAlgs);
  FetcherSettings settings;
  settings.ca_file = config.text(Key::kOidcCaFile);
  if (const auto read = config.finish(); !read) return one("issuer", false, read.error().detail);
  settings.http_on_loopback = true;  // the configuration takes http for loopback only
  const auto http = CurlFetcher::create(settings, issuer);
  if (!http) return one("issuer", false, http.error().detail);
  Discovery discovery(**http, issuer, system_clock);
  const auto metadata = discovery.metadata();
  if (!metadata) {
    return one(
        "issuer", false,
        metadata.error().detail + "; is LATCHKEY_OIDC_ISSUER correct, and reachable from here?");
  }
  CheckResults results = one("issuer", true, issuer + " answers");
  for (auto& more : {algorithm_results(**metadata, algorithms), client_results(**http)}) {
    results.insert(results.end(), more.begin(), more.end());
  }
  return results;
}

CheckResults examine_stripe() {
  ConfigReader config;
  const std::string base = config.text(Key::kStripeApiBase);
  const std::string key = config.text(Key::kStripeSecretKey);
  if (const auto read = config.finish(); !read) return one("stripe", false, read.error().detail);
  if (key.empty()) {
    return one("stripe", true, "no LATCHKEY_STRIPE_SECRET_KEY, so its jobs wait in the outbox");
  }
  // A question that reads, costs nothing and finds nobody.
  const CustomerRequests customers(base, key);
  const auto reply = answer_to(customers.list("doctor@latchkey.invalid", system_clock(), ""), base);
  if (!reply) return one("stripe", false, reply.error().detail);
  const StripeAnswer answer = judge_stripe(*reply);
  if (answer.outcome == StripeOutcome::kDone) return one("stripe", true, base + " takes the key");
  return one("stripe", false, stripe_advice(answer));
}

CheckResults examine_mail() {
  ConfigReader config;
  const std::string url = config.text(Key::kSmtpUrl);
  const std::string password = config.text(Key::kSmtpPassword);
  const std::string from = config.text(Key::kMailFrom);
  const std::string public_url = config.text(Key::kPublicUrl);
  if (const auto read = config.finish(); !read) return one("mail", false, read.error().detail);
  if (url.empty()) return one("mail", true, "no LATCHKEY_SMTP_URL, so mails wait in the outbox");
  const auto mails = WelcomeMails::create(from, public_url, mail_folder(config_folder()));
  if (!mails) return one("mail", false, mails.error().detail);
  const auto server = smtp_server(url, password, split_url(public_url)->host);
  if (!server) return one("mail", false, server.error().detail);
  const auto reply = answer_to(mail_transfer(*server, {}), "");
  if (!reply) return one("mail", false, reply.error().detail);
  const MailAnswer answer = judge_mail(*reply);
  if (answer.outcome == MailOutcome::kDone)
    return one("mail", true, "the mail server accepts mail");
  return one(
      "mail", false,
      answer.why + (answer.outcome == MailOutcome::kRefused
                        ? "; are the user of LATCHKEY_SMTP_URL and LATCHKEY_SMTP_PASSWORD correct?"
                        : "; is LATCHKEY_SMTP_URL correct, and reachable from here?"));
}

}  // namespace latchkey
