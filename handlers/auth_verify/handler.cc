#include "handlers/auth_verify/handler.h"

#include <utility>

#include "lib/jwt/bearer.h"
#include "lib/postgres/channel_connection.h"
#include "lib/postgres/database_options.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

constexpr std::string_view kRefusal = "/api/auth/verify/refusal";
constexpr const char* kChannel = "latchkey_revoked";

// Consumes the claims: their text becomes the headers'.
Response admission(AccessClaims&& bearer) {
  Response response{204, {}, {}};
  response.headers.reserve(4);
  response.headers.emplace_back("X-User-Id", std::move(bearer.user_id));
  response.headers.emplace_back("X-Account-Id", std::move(bearer.account_id));
  response.headers.emplace_back("X-Session-Id", std::move(bearer.session_id));
  response.headers.emplace_back("X-Onboarding-Completed",
                                bearer.onboarding_completed ? "true" : "false");
  return response;
}

}  // namespace

Result<AuthVerify> AuthVerify::create(Services& services) {
  ConfigReader& config = services.config;
  auto verifier = access_token_verifier(config);
  auto options = database_options(config, "latchkey-auth-verify");
  const RevocationFeed::Settings settings{
      config.number(Key::kAccessTtl), std::chrono::seconds(config.number(Key::kVerifyStaleness))};
  if (auto read = config.finish(); !read) return read.error();

  auto channel = std::make_unique<ChannelConnection>(std::move(options), kChannel, services.log);
  AuthVerify context{std::move(*verifier),
                     std::make_unique<RevocationFeed>(std::move(channel), settings)};
  // A database that is away is no reason not to start: requests get their 503 meanwhile.
  context.revocations->tend();
  services.background = context.revocations.get();
  return context;
}

Result<Response> handle_auth_verify(const Request& request, AuthVerify& context) {
  auto bearer = authenticate(request, context.verifier);
  if (!bearer) return bearer.error();
  if (auto live = context.revocations->check(*bearer); !live) return live.error();
  // Refused a moment ago and good now: the database is back. The client comes again.
  if (request.path == kRefusal) return fail(ErrorCode::kUnavailable, "good by now");
  return admission(std::move(*bearer));
}

}  // namespace latchkey
