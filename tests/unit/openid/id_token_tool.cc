// Judges an ID token by a JWK set, as a sign-in does: id_token_tool JWKS_FILE < token. Prints the
// claims, or exits with 1 and says why not.
#include <iostream>
#include <iterator>
#include <string>

#include "lib/base/file.h"
#include "lib/openid/id_token.h"
#include "lib/openid/jwks.h"

namespace latchkey {
namespace {

Result<std::string> claims_of(std::string_view token, const ProviderKeys& keys) {
  const auto read = read_id_token(token);
  if (!read) return read.error();
  const EVP_PKEY* const key = find_key(keys, read->kid, read->algorithm);
  if (!key) return Error::of(ErrorCode::kOauthCodeRejected, "no key");
  if (auto verified = verify_id_token_signature(*read, *key); !verified) return verified.error();
  return dump_json(read->claims.get());
}

int judge(const char* jwks_file) {
  const auto text = read_file(jwks_file);
  const auto document = parse_json(text ? *text : "");
  const std::string token(std::istreambuf_iterator<char>(std::cin), {});
  const auto claims = claims_of(token, keys_from_jwks(document ? document->get() : nullptr));
  std::cout << (claims ? *claims : claims.error().detail) << '\n';
  return claims ? 0 : 1;
}

}  // namespace
}  // namespace latchkey

int main(int argc, char** argv) { return argc == 2 ? latchkey::judge(argv[1]) : 2; }
