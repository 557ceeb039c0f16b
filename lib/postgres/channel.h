// The seam to NOTIFY: hear what is told on one channel, and know how long ago the server was there.
// One real class (channel_connection.h) and a fake for tests
// (tests/handlers/auth_verify/fake_channel.h).
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "lib/base/result.h"
#include "lib/postgres/caller.h"

namespace latchkey {

class Channel {
 public:
  using Told = std::function<void(std::string_view payload)>;
  using Load = std::function<Result<Done>(Caller&)>;

  virtual ~Channel() = default;

  // Connects again, listens, and then lets `load` call on that very connection: what was committed
  // before, `load` can see; what is committed later, take_in() will tell. It is open if `load`
  // succeeds. kUnavailable where no server accepts us, also while it is too early to try again;
  // kInternal where it can never work as things are set up.
  virtual Result<Done> open(const Load& load) = 0;

  // Readable when there is something to take in; -1 while it is not open.
  [[nodiscard]] virtual int fd() const = 0;

  // Asks the server for a sign of life and waits for nothing. What was told before a question was
  // sent is heard before its answer. One question at a time. Lost if this fails.
  virtual bool ask() = 0;

  // Takes in what has arrived, after waiting up to `wait` for anything at all. Whether the answer
  // to ask() was among it; nothing where the connection is lost (it is not open then, but whatever
  // came before was told).
  virtual std::optional<bool> take_in(std::chrono::milliseconds wait, const Told& told) = 0;
};

}  // namespace latchkey
