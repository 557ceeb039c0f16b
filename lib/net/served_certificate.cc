#include "lib/net/served_certificate.h"

#include <chrono>
#include <memory>
#include <string_view>

#include "lib/base/handle.h"
#include "lib/net/curl_rules.h"

namespace latchkey {
namespace {

using Easy = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;

struct Attempt {
  CURLcode outcome = CURLE_OK;
  std::string why;
  std::string pem;
};

// libcurl's list of what it learned of the first certificate, "Name:value" each.
std::string own_certificate(CURL* handle) {
  constexpr std::string_view kName = "Cert:";
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain ||
      chain->num_of_certs < 1) {
    return "";
  }
  for (const curl_slist* entry = chain->certinfo[0]; entry; entry = entry->next) {
    const std::string_view text = entry->data;
    if (text.starts_with(kName)) return std::string(text.substr(kName.size()));
  }
  return "";
}

Attempt connect(const std::string& url, bool verify) {
  const Easy handle(curl_easy_init());
  if (!handle) return {CURLE_FAILED_INIT, "libcurl gives no handle", ""};
  constexpr std::chrono::seconds kTimeout(5);  // each of two tries
  char message[CURL_ERROR_SIZE] = "";
  CURLcode set_up = start_from_rules(handle.get(), {"https", "", kTimeout, kTimeout});
  CurlOptions options(handle.get());
  options.set(CURLOPT_URL, url.c_str())
      .set(CURLOPT_ERRORBUFFER, message)
      .set(CURLOPT_CONNECT_ONLY, 1L)
      .set(CURLOPT_CERTINFO, 1L);
  if (!verify) options.set(CURLOPT_SSL_VERIFYPEER, 0L).set(CURLOPT_SSL_VERIFYHOST, 0L);
  if (set_up == CURLE_OK) set_up = options.outcome();
  const CURLcode outcome = set_up == CURLE_OK ? curl_easy_perform(handle.get()) : set_up;
  return {outcome, *message ? message : curl_easy_strerror(outcome), own_certificate(handle.get())};
}

}  // namespace

Result<ServedCertificate> served_certificate(const std::string& url) {
  Attempt attempt = connect(url, true);
  std::string distrust;
  if (attempt.outcome == CURLE_PEER_FAILED_VERIFICATION ||
      attempt.outcome == CURLE_SSL_CACERT_BADFILE) {
    distrust = attempt.why;
    attempt = connect(url, false);
  }
  if (attempt.outcome != CURLE_OK) return Error::of(ErrorCode::kUnavailable, attempt.why);
  if (attempt.pem.empty()) return Error::of(ErrorCode::kUnavailable, "it shows no certificate");
  return ServedCertificate{attempt.pem, distrust};
}

}  // namespace latchkey
