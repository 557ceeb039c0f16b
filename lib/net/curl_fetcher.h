// The real HttpFetcher, on one libcurl easy handle that keeps its connections. It verifies TLS,
// follows no redirect, uses no proxy, no .netrc and no cookies, and reads nothing from the
// environment. Owner: the worker that was given egress. Not thread-safe.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "lib/base/handle.h"
#include "lib/net/http_fetcher.h"
#include "lib/net/origins.h"

namespace latchkey {

struct FetcherSettings {
  std::string ca_file;  // PEM certificates to trust instead of the system's; empty: system
  bool http_on_loopback = false;              // http is taken for loopback hosts, never for others
  std::chrono::milliseconds timeout{10'000};  // of a whole request
  std::chrono::milliseconds connect_timeout{5'000};
  std::size_t max_body_bytes = 256 * 1024;
};

class CurlFetcher final : public HttpFetcher {
 public:
  // Only the origin of `url` may be called until allow() names more.
  static Result<std::unique_ptr<CurlFetcher>> create(FetcherSettings settings,
                                                     std::string_view url);

  Result<Done> allow(std::string_view url) override;
  Result<HttpReply> get(const std::string& url) override;
  Result<HttpReply> get_with_token(const std::string& url, std::string_view access_token) override;
  Result<HttpReply> post_form(const std::string& url, std::span<const FormField> form,
                              const std::optional<ClientCredentials>& credentials) override;

 private:
  using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;

  CurlFetcher(FetcherSettings settings, Easy handle);
  CURLcode set_rules();
  Result<HttpReply> perform(const std::string& url, CURLcode set_up);

  FetcherSettings settings_;
  AllowedOrigins allowed_;
  Easy handle_;
};

}  // namespace latchkey
