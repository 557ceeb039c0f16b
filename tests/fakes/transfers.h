// Transfers for tests: keeps what was started until the test answers it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/net/transfers.h"

namespace latchkey {

class FakeTransfers final : public Transfers {
 public:
  struct Started {
    HttpTransfer http;  // or
    MailTransfer mail;
    Finished finished;
  };

  Result<Done> allow(std::string_view) override { return Done{}; }
  void start(HttpTransfer transfer, Finished finished) override {
    started.push_back({std::move(transfer), {}, std::move(finished)});
  }
  void start(MailTransfer transfer, Finished finished) override {
    started.push_back({{}, std::move(transfer), std::move(finished)});
  }
  void run(std::chrono::milliseconds, int) override {}
  [[nodiscard]] std::size_t in_flight() const override { return started.size(); }

  // Ends the oldest one.
  void answer(TransferReply reply) {
    Started oldest = std::move(started.front());
    started.pop_front();
    oldest.finished(std::move(reply));
  }
  void answer(int status, std::string body, std::vector<std::string> lines = {}) {
    TransferReply reply;
    reply.status = status;
    reply.body = std::move(body);
    reply.lines = std::move(lines);
    answer(std::move(reply));
  }

  std::deque<Started> started;
};

}  // namespace latchkey
