#include "handlers/auth_logout/handler.h"

#include <optional>
#include <string>
#include <utility>

#include "db/calls/session_logout.h"
#include "lib/api/client.h"
#include "lib/crypto/refresh_token.h"
#include "lib/worker/from_config.h"

namespace latchkey {
namespace {

constexpr std::size_t kMaxScopeCharacters = 16;

struct LogoutInput {
  std::optional<RefreshToken> presented;  // nothing where it can't be one of ours
  std::string scope;
};

Result<LogoutInput> read_input(const Request& request, const RefreshTransport& transport) {
  std::string scope;
  auto presented = transport.presented(request, [&](ObjectReader& reader) {
    scope = reader.optional_text("scope", 0, kMaxScopeCharacters).value_or("global");
    if (scope != "global" && scope != "local" && scope != "others") {
      reader.report("scope", "must be global, local or others");
    }
  });
  if (!presented) return presented.error();
  return LogoutInput{std::move(*presented), std::move(scope)};
}

}  // namespace

Result<AuthLogout> AuthLogout::create(Services& services) {
  RefreshTransport transport = refresh_transport(services.config);
  if (auto read = services.config.finish(); !read) return read.error();
  return AuthLogout{services.db(), std::move(transport)};
}

Result<Response> handle_auth_logout(const Request& request, AuthLogout& context) {
  const auto input = read_input(request, context.transport);
  if (!input) return input.error();

  Response response = ok(JsonObject().boolean("success", true).str());
  if (input->presented) {
    const auto revoked =
        session_logout(context.db, input->presented->hash(), input->scope, client_of(request));
    if (!revoked) return revoked.error();
    response.happened = {Event::kRevokedByLogout, static_cast<std::uint64_t>(*revoked)};
  }
  // The other sessions were ended; this browser's own lives on.
  if (input->scope != "others") context.transport.clear(response);
  return response;
}

}  // namespace latchkey
