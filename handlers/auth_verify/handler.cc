#include "handlers/auth_verify/handler.h"

#include <utility>

#include "handlers/auth_verify/page.h"
#include "lib/api/refresh_transport.h"
#include "lib/http/input.h"
#include "lib/http/problem.h"
#include "lib/jwt/bearer.h"
#include "lib/postgres/channel_connection.h"
#include "lib/postgres/database_options.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

constexpr std::string_view kAsk = "/api/auth/verify";
constexpr std::string_view kContinue = "/api/auth/verify/continue";
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

// The cookie is taken where there is no Authorization header.
Result<AccessClaims> bearer_of(const Request& request, AuthVerify& context) {
  if (!context.page_origins || request.authorization.data() != nullptr) {
    return authenticate(request, context.verifier);
  }
  const auto token = cookie(request, kAccessCookie);
  if (!token)
    return Error::of(ErrorCode::kAccessTokenMissing, "neither a bearer token nor the cookie");
  if (!is_own_request(request, *context.page_origins)) {
    return Error::of(ErrorCode::kCrossSiteRequest, "the cookie came from another site");
  }
  return context.verifier.verify(*token);
}

Result<AccessClaims> admitted(const Request& request, AuthVerify& context) {
  auto bearer = bearer_of(request, context);
  if (!bearer) return bearer.error();
  if (auto live = context.revocations->check(*bearer); !live) return live.error();
  return bearer;
}

Response redirection(std::string address) { return {302, {}, {{"Location", std::move(address)}}}; }

}  // namespace

Result<AuthVerify> AuthVerify::create(Services& services) {
  ConfigReader& config = services.config;
  auto verifier = access_token_verifier(config);
  auto options = database_options(config, "latchkey-auth-verify");
  const RevocationFeed::Settings settings{
      config.number(Key::kAccessTtl), std::chrono::seconds(config.number(Key::kVerifyStaleness))};
  std::optional<std::vector<std::string>> page_origins;
  if (config.on(Key::kPageSessions)) page_origins = own_origins(config);
  if (auto read = config.finish(); !read) return read.error();

  auto channel = std::make_unique<ChannelConnection>(std::move(options), kChannel, services.log);
  AuthVerify context{std::move(*verifier), std::move(page_origins),
                     std::make_unique<RevocationFeed>(std::move(channel), settings)};
  // Starts also if the database is down: until it is back, requests get a 503.
  context.revocations->tend();
  services.background = context.revocations.get();
  return context;
}

Result<Response> handle_auth_verify(const Request& request, AuthVerify& context) {
  auto bearer = admitted(request, context);
  if (request.path == kAsk) {
    if (bearer) return admission(std::move(*bearer));
    // auth_request knows no other refusal than 401 that is not an error in nginx's log.
    if (bearer.error().code == ErrorCode::kCrossSiteRequest) return Response{401, {}, {}};
    return bearer.error();
  }
  // Refused a moment ago and good now: the database is back. The client comes again.
  if (bearer) return Error::of(ErrorCode::kUnavailable, "good by now");
  const bool signed_out = problem_kind(bearer.error().code).status == 401;
  if (request.path == kContinue && signed_out && context.page_origins && is_navigation(request)) {
    return redirection(continue_address(request.asked_uri));
  }
  return bearer.error();
}

}  // namespace latchkey
