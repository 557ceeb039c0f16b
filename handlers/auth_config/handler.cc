#include "handlers/auth_config/handler.h"

#include <utility>

#include "lib/base/clock.h"
#include "lib/json/json.h"
#include "lib/openid/from_config.h"

namespace latchkey {
namespace {

constexpr std::string_view kScope = "openid email profile";

}  // namespace

Result<AuthConfig> AuthConfig::create(Services& services) {
  ConfigReader& config = services.config;
  auto http = provider_fetcher(config);
  const std::string issuer = config.text(Key::kOidcIssuer);
  const std::string client_id = config.text(Key::kOidcClientId);
  const std::string transport = config.text(Key::kRefreshTransport);
  if (auto read = config.finish(); !read) return read.error();

  Discovery provider(*http, issuer, system_clock);
  return AuthConfig{std::move(http), std::move(provider), issuer, client_id, transport};
}

Result<Response> handle_auth_config(const Request& /*request*/, AuthConfig& context) {
  const auto provider = context.provider.metadata();
  if (!provider) return provider.error();
  return ok(JsonObject()
                .text("issuer", context.issuer)
                .text("authorizationEndpoint", (*provider)->authorization_endpoint)
                .text("clientId", context.client_id)
                .text("scope", kScope)
                .text("refreshTransport", context.refresh_transport)
                .str());
}

}  // namespace latchkey
