#include "handlers/auth_refresh/handler.h"

#include <optional>
#include <utility>

#include "lib/api/client.h"
#include "lib/crypto/refresh_token.h"
#include "lib/http/input.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

struct RefreshInput {
  RefreshToken presented;
  std::optional<Sha256> attempt;  // hash of the Idempotency-Key
};

Result<RefreshInput> read_input(const Request& request, const RefreshTransport& transport) {
  if (auto allowed = transport.check(request); !allowed) return allowed.error();
  const auto key = idempotency_key(request);
  if (!key) return key.error();
  const auto json = transport.input(request);
  if (!json) return json.error();
  ObjectReader reader(json->get());
  const std::string text = transport.presented(request, reader);
  if (auto read = reader.finish(); !read) return read.error();

  auto presented = RefreshToken::parse(text);
  if (!presented) return fail(ErrorCode::kRefreshTokenInvalid, "no refresh token of ours");
  RefreshInput input{std::move(*presented), {}};
  if (*key) input.attempt = sha256(**key);
  return input;
}

}  // namespace

Result<AuthRefresh> AuthRefresh::create(Services& services) {
  const Config& config = services.config;
  auto signer = access_token_signer(config);
  if (!signer) return signer.error();
  auto key = latchkey::rotation_key(config);
  if (!key) return key.error();
  const RotationRules rules{config.number(Key::kRefreshGrace), config.number(Key::kRefreshTtl),
                            config.number(Key::kSessionMaxAge)};
  return AuthRefresh{services.db, std::move(*signer), std::move(*key), rules,
                     refresh_transport(config)};
}

Result<Response> handle_auth_refresh(const Request& request, AuthRefresh& context) {
  const auto input = read_input(request, context.transport);
  if (!input) return input.error();

  const RefreshToken successor = input->presented.successor(context.rotation_key);
  const Rotation rotation{input->presented.hash(), successor.hash(), input->attempt};
  const auto session = session_rotate(context.db, rotation, context.rules, client_of(request));
  if (!session) return session.error();

  const std::int64_t life = context.signer.life(session->refresh_expires_in);
  const auto access_token = context.signer.sign(
      {session->user_id, session->session_id, session->account_id, session->onboarding_completed},
      life);
  if (!access_token) return access_token.error();
  const IssuedTokens tokens{*access_token, successor.text(), life, session->refresh_expires_in};
  Response response = context.transport.reply(context.transport.members(tokens), tokens);
  response.happened = {session->replayed ? Event::kRefreshReplayed : Event::kRefreshRotated};
  return response;
}

}  // namespace latchkey
