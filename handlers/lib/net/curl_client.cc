#include "lib/net/curl_client.h"

#include <utility>

#include "lib/net/form.h"

namespace latchkey {
namespace {

// libcurl bounds a header line, not their number.
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;

// Sets options until one fails; a client whose rules could not all be set makes no request.
class Options {
 public:
  explicit Options(CURL* handle) : handle_(handle) {}

  template <typename T>
  Options& set(CURLoption option, T value) {
    if (outcome_ == CURLE_OK) outcome_ = curl_easy_setopt(handle_, option, value);
    return *this;
  }
  [[nodiscard]] CURLcode outcome() const { return outcome_; }

 private:
  CURL* handle_;
  CURLcode outcome_ = CURLE_OK;
};

// Takes in what is received, up to its limits.
struct Sink {
  std::string body;
  std::size_t max_body_bytes;
  std::size_t header_bytes = 0;
  bool is_too_big = false;
};

// libcurl ends the transfer where fewer bytes are taken than were offered.
std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  if (size > sink.max_body_bytes - sink.body.size()) {
    sink.is_too_big = true;
    return 0;
  }
  sink.body.append(data, size);
  return size;
}

std::size_t take_header(char*, std::size_t, std::size_t size, void* user) {
  auto& sink = *static_cast<Sink*>(user);
  sink.header_bytes += size;
  if (sink.header_bytes <= kMaxHeaderBytes) return size;
  sink.is_too_big = true;
  return 0;
}

Error unavailable(std::string_view url, std::string_view why) {
  return fail(ErrorCode::kUnavailable, origin_of(url) + ": " + std::string(why));
}

}  // namespace

Result<std::unique_ptr<CurlClient>> CurlClient::create(HttpClientSettings settings,
                                                       std::string_view url) {
  Easy handle(curl_easy_init());
  if (!handle) return fail(ErrorCode::kInternal, "libcurl gives no handle");
  std::unique_ptr<CurlClient> client(new CurlClient(std::move(settings), std::move(handle)));
  if (const auto allowed = client->allow(url); !allowed) return allowed.error();
  return client;
}

CurlClient::CurlClient(HttpClientSettings settings, Easy handle)
    : settings_(std::move(settings)),
      allowed_(settings_.http_on_loopback),
      handle_(std::move(handle)) {}

// Starts every request from nothing but these, so that no part of one request (a body, a secret in
// a header) can reach another. The connections outlive the reset.
CURLcode CurlClient::set_rules() {
  curl_easy_reset(handle_.get());
  Options options(handle_.get());
  options.set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_PROTOCOLS_STR, settings_.http_on_loopback ? "http,https" : "https")
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_PROXY, "")
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_TIMEOUT_MS, static_cast<long>(settings_.timeout.count()))
      .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings_.connect_timeout.count()))
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .set(CURLOPT_USERAGENT, "latchkey");
  if (!settings_.ca_file.empty()) {
    options.set(CURLOPT_CAINFO, settings_.ca_file.c_str())
        .set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  return options.outcome();
}

Result<Done> CurlClient::allow(std::string_view url) { return allowed_.add(url); }

Result<HttpReply> CurlClient::get(const std::string& url) {
  const CURLcode rules = set_rules();
  return perform(url, rules);
}

Result<HttpReply> CurlClient::post_form(const std::string& url, std::span<const FormField> form,
                                        const std::optional<ClientCredentials>& credentials) {
  const std::string body = form_encode(form);
  const CURLcode rules = set_rules();
  Options options(handle_.get());
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

Result<HttpReply> CurlClient::perform(const std::string& url, CURLcode set_up) {
  if (!allowed_.has(url)) {
    return fail(ErrorCode::kInternal, "not an allowed origin: " + origin_of(url));
  }
  Sink sink{{}, settings_.max_body_bytes};
  char message[CURL_ERROR_SIZE] = "";
  Options options(handle_.get());
  options.set(CURLOPT_URL, url.c_str())
      .set(CURLOPT_WRITEFUNCTION, take_body)
      .set(CURLOPT_WRITEDATA, &sink)
      .set(CURLOPT_HEADERFUNCTION, take_header)
      .set(CURLOPT_HEADERDATA, &sink)
      .set(CURLOPT_ERRORBUFFER, message);
  if (set_up == CURLE_OK) set_up = options.outcome();
  if (set_up != CURLE_OK) return fail(ErrorCode::kInternal, curl_easy_strerror(set_up));

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
