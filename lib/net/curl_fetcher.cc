#include "lib/net/curl_fetcher.h"

#include <utility>

#include "lib/base/url.h"
#include "lib/net/curl_rules.h"
#include "lib/net/form.h"

namespace latchkey {
namespace {

Error unavailable(std::string_view url, std::string_view why) {
  return Error::of(ErrorCode::kUnavailable, origin_of(url) + ": " + std::string(why));
}

}  // namespace

Result<std::unique_ptr<CurlFetcher>> CurlFetcher::create(FetcherSettings settings,
                                                         std::string_view url) {
  Easy handle(curl_easy_init());
  if (!handle) return Error::of(ErrorCode::kInternal, "libcurl gives no handle");
  std::unique_ptr<CurlFetcher> client(new CurlFetcher(std::move(settings), std::move(handle)));
  if (const auto allowed = client->allow(url); !allowed) return allowed.error();
  return client;
}

CurlFetcher::CurlFetcher(FetcherSettings settings, Easy handle)
    : settings_(std::move(settings)),
      allowed_(settings_.http_on_loopback),
      handle_(std::move(handle)) {}

CURLcode CurlFetcher::set_rules() {
  return start_from_rules(handle_.get(),
                          {settings_.http_on_loopback ? "http,https" : "https", settings_.ca_file,
                           settings_.timeout, settings_.connect_timeout});
}

Result<Done> CurlFetcher::allow(std::string_view url) { return allowed_.add(url); }

Result<HttpReply> CurlFetcher::get(const std::string& url) {
  const CURLcode rules = set_rules();
  return perform(url, rules);
}

Result<HttpReply> CurlFetcher::get_with_token(const std::string& url,
                                              std::string_view access_token) {
  const CURLcode rules = set_rules();
  CurlOptions options(handle_.get());
  options.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER))
      .set(CURLOPT_XOAUTH2_BEARER, std::string(access_token).c_str());
  return perform(url, rules != CURLE_OK ? rules : options.outcome());
}

Result<HttpReply> CurlFetcher::post_form(const std::string& url, std::span<const FormField> form,
                                         const std::optional<ClientCredentials>& credentials) {
  const std::string body = form_encode(form);
  const CURLcode rules = set_rules();
  CurlOptions options(handle_.get());
  options.set(CURLOPT_POST, 1L)
      .set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()))
      .set(CURLOPT_COPYPOSTFIELDS, body.c_str());
  if (credentials) {
    // Encoded before they are joined (RFC 6749, section 2.3.1), for an id may hold a colon.
    options.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC))
        .set(CURLOPT_USERNAME, percent_encode(credentials->id).c_str())
        .set(CURLOPT_PASSWORD, percent_encode(credentials->secret).c_str());
  }
  return perform(url, rules != CURLE_OK ? rules : options.outcome());
}

Result<HttpReply> CurlFetcher::perform(const std::string& url, CURLcode set_up) {
  if (!allowed_.has(url)) {
    return Error::of(ErrorCode::kInternal, "not an allowed origin: " + origin_of(url));
  }
  CurlSink sink{settings_.max_body_bytes};
  char message[CURL_ERROR_SIZE] = "";
  CurlOptions options(handle_.get());
  options.set(CURLOPT_URL, url.c_str()).set(CURLOPT_ERRORBUFFER, message);
  if (set_up == CURLE_OK) set_up = receive_into(handle_.get(), sink);
  if (set_up == CURLE_OK) set_up = options.outcome();
  if (set_up != CURLE_OK) return Error::of(ErrorCode::kInternal, curl_easy_strerror(set_up));

  const CURLcode outcome = curl_easy_perform(handle_.get());
  curl_easy_setopt(handle_.get(), CURLOPT_ERRORBUFFER, nullptr);  // it ends with this call
  if (sink.is_too_big) return unavailable(url, "the answer is too big");
  if (outcome != CURLE_OK) {
    return unavailable(url, *message ? message : curl_easy_strerror(outcome));
  }
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  return HttpReply{static_cast<int>(status), std::move(sink.body)};
}

}  // namespace latchkey
