// Transfers for tests: remembers what was started, and ends it as the test answers.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/net/transfers.h"

namespace latchkey {

class FakeTransfers final : public Transfers {
 public:
  struct Started {
    TransferId id;
    std::variant<HttpTransfer, MailTransfer> what;

    [[nodiscard]] const HttpTransfer& http() const { return std::get<HttpTransfer>(what); }
    [[nodiscard]] const MailTransfer& mail() const { return std::get<MailTransfer>(what); }
  };

  Result<Done> allow(std::string_view) override { return Done{}; }
  void start(TransferId id, HttpTransfer transfer) override {
    started.push_back({id, std::move(transfer)});
  }
  void start(TransferId id, MailTransfer transfer) override {
    started.push_back({id, std::move(transfer)});
  }
  // Ends all that `answers` answers; without it nothing ever ends.
  std::vector<EndedTransfer> run(std::chrono::milliseconds, int) override {
    std::vector<EndedTransfer> ended;
    for (Started& transfer : std::exchange(started, {})) {
      if (!answers) {
        started.push_back(std::move(transfer));
        continue;
      }
      ended.push_back({transfer.id, answers(transfer)});
      asked.push_back(std::move(transfer));
    }
    return ended;
  }
  [[nodiscard]] std::size_t in_flight() const override { return started.size(); }

  static TransferReply reply(int status, std::string body, std::vector<std::string> lines = {}) {
    TransferReply made;
    made.status = status;
    made.body = std::move(body);
    made.lines = std::move(lines);
    return made;
  }

  std::function<TransferReply(const Started&)> answers;
  std::deque<Started> started;  // and not ended
  std::vector<Started> asked;   // and answered
};

}  // namespace latchkey
