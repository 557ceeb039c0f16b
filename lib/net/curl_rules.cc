#include "lib/net/curl_rules.h"

#include <string_view>

#include "lib/base/text.h"

namespace latchkey {
namespace {

// libcurl bounds a header line, not their number.
constexpr std::size_t kMaxHeaderBytes = 64 * 1024;

// libcurl ends the transfer where fewer bytes are taken than were offered.
std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& sink = *static_cast<CurlSink*>(user);
  if (size > sink.max_body_bytes - sink.body.size()) {
    sink.is_too_big = true;
    return 0;
  }
  sink.body.append(data, size);
  return size;
}

// HTTP header lines, or the lines of SMTP replies.
std::size_t take_line(char* data, std::size_t, std::size_t size, void* user) {
  auto& sink = *static_cast<CurlSink*>(user);
  sink.header_bytes += size;
  if (sink.header_bytes > kMaxHeaderBytes) {
    sink.is_too_big = true;
    return 0;
  }
  if (!sink.keeps_lines) return size;
  std::string_view line(data, size);
  if (line.ends_with('\n')) line.remove_suffix(1);
  line = trimmed(line);
  if (line.starts_with("HTTP/")) sink.lines.clear();  // what came before was a 1xx
  if (!line.empty()) sink.lines.emplace_back(line);
  return size;
}

}  // namespace

CURLcode start_from_rules(CURL* handle, const CurlRules& rules) {
  curl_easy_reset(handle);
  CurlOptions options(handle);
  options.set(CURLOPT_NOSIGNAL, 1L)
      .set(CURLOPT_PROTOCOLS_STR, rules.protocols)
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_PROXY, "")
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2))
      .set(CURLOPT_SSL_VERIFYPEER, 1L)
      .set(CURLOPT_SSL_VERIFYHOST, 2L)
      .set(CURLOPT_TIMEOUT_MS, static_cast<long>(rules.timeout.count()))
      .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(rules.connect_timeout.count()))
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .set(CURLOPT_USERAGENT, "latchkey");
  if (!rules.ca_file.empty()) {
    options.set(CURLOPT_CAINFO, rules.ca_file.c_str())
        .set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
  }
  return options.outcome();
}

CURLcode receive_into(CURL* handle, CurlSink& sink) {
  return CurlOptions(handle)
      .set(CURLOPT_WRITEFUNCTION, take_body)
      .set(CURLOPT_WRITEDATA, &sink)
      .set(CURLOPT_HEADERFUNCTION, take_line)
      .set(CURLOPT_HEADERDATA, &sink)
      .outcome();
}

}  // namespace latchkey
