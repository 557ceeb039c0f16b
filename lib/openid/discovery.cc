#include "lib/openid/discovery.h"

#include <algorithm>
#include <utility>

#include "lib/base/text.h"
#include "lib/base/url.h"
#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kFreshSeconds = 3600;
constexpr UnixSeconds kRetrySeconds = 60;
constexpr UnixSeconds kFirstRetrySeconds = 1;
constexpr std::size_t kMaxIssuerShown = 200;

std::string_view without_slash(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return issuer;
}

// Discovery 1.0, section 4.1: a slash at the issuer's end goes.
std::string document_url(std::string_view issuer) {
  return std::string(without_slash(issuer)) + "/.well-known/openid-configuration";
}

// https; on loopback http too where the issuer is http.
bool is_safe_endpoint(std::string_view endpoint, std::string_view issuer) {
  const auto url = split_url(endpoint);
  return url && is_https_or_loopback(*url) &&
         (url->scheme == "https" || issuer.starts_with("http:")) &&
         url->rest.find('#') == std::string_view::npos;
}

// Section 3: client_secret_basic where the document does not say. Of both, Basic is taken, which a
// server has to offer (RFC 6749, section 2.3.1) and registers a client for by default.
bool takes_secret_in_body_only(const json_t* document) {
  const auto methods = texts_member(document, "token_endpoint_auth_methods_supported");
  const auto lists = [&](std::string_view method) {
    return methods && std::find(methods->begin(), methods->end(), method) != methods->end();
  };
  return lists("client_secret_post") && !lists("client_secret_basic");
}

// Why a document of `named` does not serve for `issuer`.
Error other_issuer(std::string_view named, const std::string& issuer) {
  if (without_slash(named) == without_slash(issuer)) {
    return provider_unavailable("discovery: the provider's issuer is " + std::string(named) +
                                ", and LATCHKEY_OIDC_ISSUER is " + issuer +
                                "; write it with the same slash at the end, or without one");
  }
  return provider_unavailable("discovery: the document is of another issuer than " + issuer + ": " +
                              std::string(first_characters(named, kMaxIssuerShown)));
}

}  // namespace

Discovery::Discovery(HttpFetcher& http, std::string issuer, Clock clock)
    : http_(http), issuer_(std::move(issuer)), clock_(clock) {}

Result<const ProviderMetadata*> Discovery::metadata() {
  if (pause_.is_over(clock_())) refresh();
  if (!known_) return failure_;
  return &*known_;
}

void Discovery::refresh() {
  auto fetched = fetch();
  const UnixSeconds now = clock_();  // after the call, which may have taken its whole time-out
  if (fetched) {
    known_ = std::move(*fetched);
    pause_.start(now, kFreshSeconds);
  } else {
    failure_ = fetched.error();
    pause_.start(now, known_ ? kRetrySeconds : kFirstRetrySeconds);
  }
}

Result<ProviderMetadata> Discovery::fetch() {
  const auto document = fetch_document(http_, document_url(issuer_));
  if (!document) return document.error();
  const auto issuer = text_member(document->get(), "issuer").value_or("");
  if (issuer != issuer_) return other_issuer(issuer, issuer_);
  ProviderMetadata metadata;
  const std::pair<const char*, std::string*> endpoints[] = {
      {"authorization_endpoint", &metadata.authorization_endpoint},
      {"token_endpoint", &metadata.token_endpoint},
      {"jwks_uri", &metadata.jwks_uri}};
  for (const auto& [name, endpoint] : endpoints) {
    *endpoint = text_member(document->get(), name).value_or("");
    if (!is_safe_endpoint(*endpoint, issuer_)) {
      return provider_unavailable(std::string("discovery: no secure ") + name);
    }
  }
  for (const std::string* url : {&metadata.token_endpoint, &metadata.jwks_uri}) {
    if (const auto allowed = http_.allow(*url); !allowed) {
      return provider_unavailable("discovery: " + allowed.error().detail);
    }
  }
  const auto userinfo = text_member(document->get(), "userinfo_endpoint").value_or("");
  if (is_safe_endpoint(userinfo, issuer_) && http_.allow(userinfo)) {
    metadata.userinfo_endpoint = userinfo;
  }
  metadata.takes_secret_in_body_only = takes_secret_in_body_only(document->get());
  for (const auto name : texts_member(document->get(), "id_token_signing_alg_values_supported")
                             .value_or(std::vector<std::string_view>{})) {
    metadata.signing_algorithms.emplace_back(name);
  }
  return metadata;
}

}  // namespace latchkey
