// An OpenID provider in memory, behind the HTTP seam. A test changes what it says and reads what it
// was asked; its answers are right until then.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/clock.h"
#include "lib/net/http_fetcher.h"
#include "tests/fakes/rsa_key.h"

namespace latchkey {

// A clock that stands still until a test moves it.
inline UnixSeconds fake_now = 1'767'322'800;
inline UnixSeconds fake_clock() { return fake_now; }

// Claims as JSON text by name, so that a test can put in a value of any type or take one out.
using Claims = std::map<std::string, std::string>;

class FakeOpenIdProvider final : public HttpFetcher {
 public:
  static constexpr const char* kIssuer = "https://id.example";
  static constexpr const char* kClientId = "client-1";
  static constexpr const char* kNonce = "nonce-of-the-browser";

  static Claims good_claims() {
    return {{"iss", "\"https://id.example\""}, {"aud", "\"client-1\""},
            {"sub", "\"1234567890\""},         {"nonce", "\"nonce-of-the-browser\""},
            {"iat", std::to_string(fake_now)}, {"exp", std::to_string(fake_now + 3600)},
            {"email", "\"ada@example.com\""},  {"email_verified", "true"},
            {"name", "\"Ada Lovelace\""},      {"picture", "\"https://id.example/ada.png\""}};
  }
  static std::string json(const Claims& claims) {
    std::string text = "{";
    for (const auto& [name, value] : claims) {
      text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + value;
    }
    return text + '}';
  }

  // What it says.
  std::optional<Error> down;  // answers nothing at all
  std::string discovery =
      R"({"issuer":"https://id.example",)"
      R"("authorization_endpoint":"https://id.example/authorize",)"
      R"("token_endpoint":"https://token.example/token","jwks_uri":"https://keys.example/jwks",)"
      R"("token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"]})";
  std::vector<std::string> jwks = {provider_key().jwk("key-1")};
  int jwks_status = 200;
  int token_status = 200;
  std::string token_body;  // instead of the ID token's; empty: none
  std::string header = R"({"alg":"RS256","kid":"key-1","typ":"JWT"})";
  Claims claims = good_claims();
  std::string id_token;   // instead of one with these claims; empty: none
  std::string taken_way;  // basic | post: a 401 for the other; empty: takes both
  std::string userinfo;   // what its userinfo endpoint says; empty: there is none
  int userinfo_status = 200;

  // What it was asked.
  int discovery_requests = 0;
  int jwks_requests = 0;
  int token_requests = 0;
  int userinfo_requests = 0;
  std::string last_access_token;  // that came to userinfo
  std::map<std::string, std::string> last_form;
  std::string last_basic;  // "id:secret"; empty where there was none
  std::vector<std::string> allowed;

  Result<Done> allow(std::string_view url) override {
    allowed.emplace_back(url);
    return Done{};
  }

  Result<HttpReply> get(const std::string& url) override {
    const bool is_discovery = url == "https://id.example/.well-known/openid-configuration";
    ++(is_discovery ? discovery_requests : jwks_requests);
    if (down) return *down;
    if (is_discovery) return HttpReply{200, discovery_document()};
    if (url != "https://keys.example/jwks") return HttpReply{404, ""};
    std::string keys;
    for (const std::string& jwk : jwks) keys += (keys.empty() ? "" : ",") + jwk;
    return HttpReply{jwks_status, "{\"keys\":[" + keys + "]}"};
  }

  Result<HttpReply> get_with_token(const std::string& url, std::string_view token) override {
    ++userinfo_requests;
    last_access_token = token;
    if (down || url != "https://userinfo.example/me") return HttpReply{404, ""};
    return HttpReply{userinfo_status, userinfo};
  }

  Result<HttpReply> post_form(const std::string& url, std::span<const FormField> form,
                              const std::optional<ClientCredentials>& credentials) override {
    ++token_requests;
    last_form.clear();
    for (const FormField& field : form) last_form.emplace(field.name, field.value);
    last_basic =
        credentials ? std::string(credentials->id) + ':' + std::string(credentials->secret) : "";
    if (down) return *down;
    if (url != "https://token.example/token") return HttpReply{404, ""};
    if (!taken_way.empty() && taken_way != (credentials ? "basic" : "post")) {
      return HttpReply{401, R"({"error":"invalid_client"})"};
    }
    if (!token_body.empty() || token_status != 200) return HttpReply{token_status, token_body};
    return HttpReply{
        200, R"({"access_token":"the-access-token","token_type":"Bearer","id_token":")" +
                 (id_token.empty() ? jws(provider_key(), header, json(claims)) : id_token) + "\"}"};
  }

 private:
  [[nodiscard]] std::string discovery_document() const {
    if (userinfo.empty()) return discovery;
    return R"({"userinfo_endpoint":"https://userinfo.example/me",)" + discovery.substr(1);
  }
};

}  // namespace latchkey
