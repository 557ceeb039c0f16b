// A NOTIFY channel in a time of its own: nothing waits, waiting moves the clock.
#pragma once

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "handlers/auth_verify/revocation_feed.h"
#include "lib/postgres/channel.h"
#include "tests/fakes/caller.h"

namespace latchkey {

inline Uptime fake_now{};
inline Uptime fake_uptime() { return fake_now; }
inline UnixSeconds fake_clock() {
  return 1'767'322'800 + std::chrono::duration_cast<std::chrono::seconds>(fake_now).count();
}

class SlowCaller final : public FakeCaller {
 public:
  Uptime takes{};

  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    fake_now += takes;
    return FakeCaller::call(statement, params);
  }
};

class FakeChannel final : public Channel {
 public:
  // What the server is like.
  bool is_up = true;
  std::optional<Uptime> answers_after = Uptime{100};  // nothing: it hangs
  SlowCaller database;                                // for what open() loads

  // What it was asked.
  int opened = 0;
  int questions = 0;

  // Has arrived on the socket.
  void tell(std::string payload) { arrived_.push_back(std::move(payload)); }
  // Was told to the server's process, which has not passed it on yet.
  void tell_slowly(std::string payload) { on_the_way_.push_back(std::move(payload)); }
  void hang_up() {
    is_up = false;
    lost_ = true;
  }

  Result<Done> open(const Load& load) override {
    if (!is_up) return Error::of(ErrorCode::kUnavailable, "made up");
    ++opened;
    lost_ = false;
    answer_at_.reset();
    auto loaded = load(database);
    is_open_ = loaded.has_value();
    return loaded;
  }

  [[nodiscard]] int fd() const override { return is_open_ ? 1 : -1; }

  bool ask() override {
    ++questions;
    if (lost_) is_open_ = false;
    if (answers_after) answer_at_ = fake_now + *answers_after;
    return is_open_;
  }

  std::optional<bool> take_in(std::chrono::milliseconds wait, const Told& told) override {
    const bool answered = answer_at_ && *answer_at_ <= fake_now + wait;
    if (answered) {
      fake_now = std::max(fake_now, *answer_at_);
      answer_at_.reset();
      std::move(on_the_way_.begin(), on_the_way_.end(), std::back_inserter(arrived_));
      on_the_way_.clear();
    } else if (arrived_.empty()) {
      fake_now += wait;
    }
    for (const std::string& payload : std::exchange(arrived_, {})) told(payload);
    if (!lost_) return answered;
    is_open_ = false;
    return std::nullopt;
  }

 private:
  bool is_open_ = false;
  bool lost_ = false;
  std::optional<Uptime> answer_at_;
  std::vector<std::string> arrived_;
  std::vector<std::string> on_the_way_;
};

}  // namespace latchkey
