#include "lib/worker/background.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "lib/metrics/counters_file.h"
#include "lib/worker/serve.h"
#include "tests/unit/fcgi/fastcgi_client.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {
namespace {

using std::chrono::milliseconds;

// A client that has connected and sent its request when it is made; it takes the answer and hangs
// up beside the test, as the worker waits for that.
class Asking {
 public:
  explicit Asking(const ListeningSocket& listening) : client_(std::in_place, listening) {
    client_->send_params({{"REQUEST_METHOD", "GET"}, {"DOCUMENT_URI", "/"}});
    client_->end_body();
    beside_ = std::thread([this] {
      static_cast<void>(client_->answer());
      client_.reset();
    });
  }
  ~Asking() { beside_.join(); }

 private:
  std::optional<FastcgiClient> client_;
  std::thread beside_;
};

// Counts how often it is tended; a request comes with the `last` time.
class Counting final : public Background {
 public:
  Counting(const ListeningSocket& listening, int last) : listening_(listening), last_(last) {}
  ~Counting() override { close(event_); }

  void wake() const { eventfd_write(event_, 1); }

  [[nodiscard]] int fd() const override { return event_; }
  [[nodiscard]] milliseconds interval() const override { return every; }
  void tend() override {
    ++tended;
    eventfd_t value;
    eventfd_read(event_, &value);
    if (throws) throw std::runtime_error("a bug");
    if (tended == last_) asking_.emplace(listening_);
  }

  milliseconds every{60'000};
  bool throws = false;
  int tended = 0;

 private:
  const ListeningSocket& listening_;
  int last_;
  int event_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::optional<Asking> asking_;
};

}  // namespace

TEST_GROUP(Background) {
  ListeningSocket listening;
  int log_fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
  Log log{"test", LogLevel::kError, log_fd};
  CountersFile file = CountersFile::unread();
  Notifier notifier = Notifier::from_environment();
  Handler handler = [](const Request&) -> Result<Response> { return ok("{}"); };

  void teardown() override { close(log_fd); }

  int serve_one(Background & background) {
    const auto listener = Listener::take(listening.fd());
    const auto server = FcgiServer::open(listening.fd());
    Serving serving{*listener, **server, notifier, log, file.counters(), handler, &background};
    return serve(serving, 1);
  }
};

TEST(Background, IsTendedWhenItsFdIsReadable) {
  Counting background(listening, 1);

  background.wake();

  LONGS_EQUAL(0, serve_one(background));
  LONGS_EQUAL(1, background.tended);
}

TEST(Background, IsTendedWhenItsIntervalIsOver) {
  Counting background(listening, 3);

  background.every = milliseconds(1);

  LONGS_EQUAL(0, serve_one(background));
  LONGS_EQUAL(3, background.tended);
}

TEST(Background, RequestComesFirst) {
  Counting background(listening, 0);
  background.wake();
  const Asking asking(listening);

  LONGS_EQUAL(0, serve_one(background));
  LONGS_EQUAL(0, background.tended);
}

TEST(Background, ExceptionEndsTheWorkerForAFreshStart) {
  Counting background(listening, 0);
  background.throws = true;

  background.wake();

  LONGS_EQUAL(1, serve_one(background));
}

}  // namespace latchkey
