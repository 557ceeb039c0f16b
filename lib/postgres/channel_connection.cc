#include "lib/postgres/channel_connection.h"

#include <random>
#include <utility>

namespace latchkey {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kCallTimeout{5};

// Calls on a link that is not open to others yet: an error of any kind is the link's end.
class LinkCaller final : public Caller {
 public:
  explicit LinkCaller(Link& link) : link_(link) {}
  Result<Answer> call(const Statement& statement, std::span<const Param> params) override {
    Remedy remedy = Remedy::kNone;
    return link_.call(statement, params, SteadyClock::now() + kCallTimeout, remedy);
  }

 private:
  Link& link_;
};

// A pooler names a process of its own invention.
Result<Done> check_direct(Caller& caller, int backend_pid) {
  const auto answer = caller.call({"backend_pid", "SELECT pg_catalog.pg_backend_pid()"}, {});
  if (!answer) return answer.error();
  if (answer->rows() == 1 && answer->field(0, 0) == std::to_string(backend_pid)) return Done{};
  return Error::of(ErrorCode::kInternal,
                   "there is a pooler in front of the database; LISTEN needs a direct connection");
}

}  // namespace

ChannelConnection::ChannelConnection(ConnectionOptions options, const std::string& channel,
                                     Log& log)
    : options_(std::move(options)),
      listen_("LISTEN " + channel),
      log_(log),
      backoff_(std::random_device()()) {}

Result<Done> ChannelConnection::open(const Load& load) {
  link_.reset();
  if (!backoff_.may_try(SteadyClock::now())) {
    return Error::of(ErrorCode::kUnavailable,
                     "database: no connection, waiting before the next try");
  }
  auto link = connect(load);
  if (!link) {
    backoff_.failed(SteadyClock::now());
    log_.warning("can't listen to the database", {{"detail", link.error().detail}});
    return link.error();
  }
  backoff_.succeeded();
  link_ = std::move(*link);
  log_.info("listening to the database");
  return Done{};
}

// LISTEN is committed before `load` looks, so nothing falls between the two.
Result<std::unique_ptr<Link>> ChannelConnection::connect(const Load& load) {
  auto link = Link::open(options_, /*prepare=*/false);
  if (!link) return link.error();
  LinkCaller caller(**link);
  if (auto direct = check_direct(caller, (*link)->backend_pid()); !direct) return direct.error();
  if (auto listening = caller.call({"listen", listen_.c_str()}, {}); !listening) {
    return listening.error();
  }
  if (auto loaded = load(caller); !loaded) return loaded.error();
  return link;
}

bool ChannelConnection::ask() {
  if (link_ && link_->ask()) return true;
  lose_link();
  return false;
}

std::optional<bool> ChannelConnection::take_in(std::chrono::milliseconds wait, const Told& told) {
  if (!link_) return std::nullopt;
  const auto answered = link_->take_in(wait, told);
  if (!answered) lose_link();
  return answered;
}

void ChannelConnection::lose_link() {
  if (!link_) return;
  link_.reset();
  log_.warning("the connection that listens to the database is lost");
}

}  // namespace latchkey
