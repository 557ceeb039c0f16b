// The real Channel: a connection to PostgreSQL that LISTENs, beside the one that makes calls.
//
// It must reach the server itself: a pooler that lends another server to each transaction loses
// notifications without a word, so a connection through one is refused.
#pragma once

#include <memory>
#include <string>

#include "lib/base/log.h"
#include "lib/postgres/backoff.h"
#include "lib/postgres/channel.h"
#include "lib/postgres/conninfo.h"
#include "lib/postgres/link.h"

namespace latchkey {

class ChannelConnection final : public Channel {
 public:
  // `channel`: a plain SQL identifier of the program.
  ChannelConnection(ConnectionOptions options, const std::string& channel, Log& log);

  Result<Done> open(const Load& load) override;
  [[nodiscard]] int fd() const override { return link_ ? link_->fd() : -1; }
  bool ask() override;
  std::optional<bool> take_in(std::chrono::milliseconds wait, const Told& told) override;

 private:
  Result<std::unique_ptr<Link>> connect(const Load& load);
  void lose_link();

  ConnectionOptions options_;
  std::string listen_;  // LISTEN …
  Log& log_;
  Backoff backoff_;
  std::unique_ptr<Link> link_;
};

}  // namespace latchkey
