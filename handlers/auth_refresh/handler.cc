#include "handlers/auth_refresh/handler.h"

#include <utility>

#include "lib/api/client.h"
#include "lib/crypto/refresh_token.h"
#include "lib/http/input.h"
#include "lib/worker/from_config.h"

namespace latchkey {

Result<AuthRefresh> AuthRefresh::create(Services& services) {
  ConfigReader& config = services.config;
  auto signer = access_token_signer(config);
  auto key = latchkey::rotation_key(config);
  const RotationRules rules{config.number(Key::kRefreshGrace), config.number(Key::kRefreshTtl),
                            config.number(Key::kSessionMaxAge)};
  RefreshTransport transport = refresh_transport(config);
  if (auto read = config.finish(); !read) return read.error();
  return AuthRefresh{services.db(), std::move(*signer), std::move(*key), rules,
                     std::move(transport)};
}

Result<Response> handle_auth_refresh(const Request& request, AuthRefresh& context) {
  const auto presented = context.transport.presented(request);
  if (!presented) return presented.error();
  const auto attempt = attempt_of(request);
  if (!attempt) return attempt.error();
  if (!*presented) return Error::of(ErrorCode::kRefreshTokenInvalid, "no refresh token of ours");

  const RefreshToken successor = (*presented)->successor(context.rotation_key);
  const Rotation rotation{(*presented)->hash(), successor.hash(), *attempt};
  const auto session = session_rotate(context.db, rotation, context.rules, client_of(request));
  if (!session) return session.error();

  const auto tokens =
      issue_tokens(context.signer, session->who, successor, session->refresh_expires_in);
  if (!tokens) return tokens.error();
  Response response = context.transport.reply(*tokens);
  response.happened = {session->replayed ? Event::kRefreshReplayed : Event::kRefreshRotated};
  return response;
}

}  // namespace latchkey
