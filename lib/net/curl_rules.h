// What every use of libcurl here has in common: the rules that a handle starts from, and limits on
// what comes back.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace latchkey {

// Sets options until one fails; a client whose rules could not all be set makes no request.
class CurlOptions {
 public:
  explicit CurlOptions(CURL* handle) : handle_(handle) {}

  template <typename T>
  CurlOptions& set(CURLoption option, T value) {
    if (outcome_ == CURLE_OK) outcome_ = curl_easy_setopt(handle_, option, value);
    return *this;
  }
  [[nodiscard]] CURLcode outcome() const { return outcome_; }

 private:
  CURL* handle_;
  CURLcode outcome_ = CURLE_OK;
};

struct CurlRules {
  const char* protocols = "https";  // comma-separated
  std::string ca_file;              // empty: the system's
  std::chrono::milliseconds timeout;
  std::chrono::milliseconds connect_timeout;
};

// Resets the handle and sets the rules: TLS verified, no redirect, no proxy, no .netrc, nothing
// from the environment, bounded time. So no part of one request (a body, a secret in a header) can
// reach another; the connections outlive the reset.
CURLcode start_from_rules(CURL* handle, const CurlRules& rules);

// Takes in what is received, up to its limits; the transfer ends where there is more.
struct CurlSink {
  std::size_t max_body_bytes;
  bool keeps_lines = false;
  std::string body = {};
  std::vector<std::string> lines = {};  // without line ends
  std::size_t header_bytes = 0;
  bool is_too_big = false;
};

// Lets the handle write to `sink`, which outlives the transfer.
CURLcode receive_into(CURL* handle, CurlSink& sink);

}  // namespace latchkey
