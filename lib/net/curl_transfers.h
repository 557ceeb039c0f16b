// The real Transfers, on libcurl's multi interface: one event loop, connections kept and shared by
// all transfers, handles used again. TLS is verified, redirects are not followed, no proxy. Owner:
// latchkey-cron. Not thread-safe. SIGPIPE has to be ignored.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <vector>

#include "lib/base/handle.h"
#include "lib/net/origins.h"
#include "lib/net/transfers.h"

namespace latchkey {

struct TransferLimits {
  std::chrono::milliseconds timeout{30'000};  // of a whole transfer
  std::chrono::milliseconds connect_timeout{10'000};
  // For one reply of a mail server. libcurl waits for the last two, to the message and to QUIT,
  // inside run(): so long can a server that hangs there hold up all other transfers.
  std::chrono::seconds reply_timeout{10};
  std::size_t max_body_bytes = 1024 * 1024;
  long max_connections = 64;  // at once; transfers beyond wait for one
};

class CurlTransfers final : public Transfers {
 public:
  static Result<std::unique_ptr<CurlTransfers>> create(TransferLimits limits);
  ~CurlTransfers() override;
  CurlTransfers(const CurlTransfers&) = delete;
  CurlTransfers& operator=(const CurlTransfers&) = delete;

  Result<Done> allow(std::string_view url) override;
  void start(TransferId id, HttpTransfer transfer) override;
  void start(TransferId id, MailTransfer transfer) override;
  std::vector<EndedTransfer> run(std::chrono::milliseconds wait, int wake) override;
  [[nodiscard]] std::size_t in_flight() const override { return active_.size() + refused_.size(); }

 private:
  using Multi = std::unique_ptr<CURLM, FreeWith<curl_multi_cleanup>>;
  struct Active;

  CurlTransfers(TransferLimits limits, Multi multi);
  std::unique_ptr<Active> idle_or_new(TransferId id);
  void begin(std::unique_ptr<Active> active, CURLcode set_up);
  void refuse(TransferId id, std::string fault);
  std::vector<EndedTransfer> take_ended();
  EndedTransfer end(CURL* handle, CURLcode outcome);

  TransferLimits limits_;
  AllowedOrigins allowed_;
  Multi multi_;
  std::vector<std::unique_ptr<Active>> active_;  // in libcurl's hands
  std::vector<std::unique_ptr<Active>> idle_;
  std::vector<EndedTransfer> refused_;  // could not be started; the next run() gives them back
};

}  // namespace latchkey
