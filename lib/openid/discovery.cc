#include "lib/openid/discovery.h"

#include <algorithm>
#include <utility>

#include "lib/base/url.h"
#include "lib/json/members.h"
#include "lib/openid/document.h"

namespace latchkey {
namespace {

constexpr UnixSeconds kFreshSeconds = 3600;
constexpr UnixSeconds kRetrySeconds = 60;
constexpr UnixSeconds kFirstRetrySeconds = 1;

// Discovery 1.0, section 4.1: a slash at the issuer's end goes.
std::string document_url(std::string_view issuer) {
  if (issuer.ends_with('/')) issuer.remove_suffix(1);
  return std::string(issuer) + "/.well-known/openid-configuration";
}

// https; on loopback http too where the issuer is http.
bool is_safe_endpoint(std::string_view endpoint, std::string_view issuer) {
  const auto url = split_url(endpoint);
  return url && is_https_or_loopback(*url) &&
         (url->scheme == "https" || issuer.starts_with("http:")) &&
         url->rest.find('#') == std::string_view::npos;
}

// Section 3: client_secret_basic where the document does not say. Of both, the body is taken, as
// Google's own documentation does.
bool takes_secret_in_body(const json_t* document) {
  const auto methods = texts_member(document, "token_endpoint_auth_methods_supported");
  return methods &&
         std::find(methods->begin(), methods->end(), "client_secret_post") != methods->end();
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
  if (text_member(document->get(), "issuer") != issuer_) {
    return provider_unavailable("discovery: the document is of another issuer than " + issuer_);
  }
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
  metadata.takes_secret_in_body = takes_secret_in_body(document->get());
  return metadata;
}

}  // namespace latchkey
