#include "lib/worker/serve.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "lib/metrics/counters_file.h"
#include "tests/unit/fcgi/fastcgi_client.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

// Sends a request and gives its answer.
std::string ask(const ListeningSocket& listening, const std::string& path) {
  const FastcgiClient client(listening);
  client.send_params({{"REQUEST_ID", "r-1"},
                      {"REQUEST_METHOD", "GET"},
                      {"DOCUMENT_URI", path},
                      {"QUERY_STRING", "code=secret"}});
  client.end_body();
  return client.answer();
}

std::string text_of(int fd) {
  std::string text(static_cast<std::size_t>(lseek(fd, 0, SEEK_END)), '\0');
  const ssize_t size = pread(fd, text.data(), text.size(), 0);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

Result<Response> handle(const Request& request) {
  if (request.path == "/error") return Error::of(ErrorCode::kNotFound, "why it was so");
  if (request.path == "/throw") throw std::runtime_error("a bug");
  return ok("{}");
}

// Of the process, where it would wait for the next test.
void take_signal() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  int taken = 0;
  sigwait(&signals, &taken);
}

}  // namespace

TEST_GROUP(Serve) {
  ListeningSocket listening;
  int log_fd = memfd_create("log", MFD_CLOEXEC);
  Log log{"test", LogLevel::kDebug, log_fd};
  CountersFile file = CountersFile::unread();
  Notifier notifier = Notifier::from_environment();

  void teardown() override { close(log_fd); }

  // Serves with `handler` while `client` runs beside it.
  int serve_while(const Handler& handler, std::int64_t requests, const auto& client) {
    const auto listener = Listener::take(listening.fd());
    const auto server = FcgiServer::open(listening.fd());
    Serving serving{*listener, **server, notifier, log, file.counters(), handler};
    std::thread beside(client);
    const int code = serve(serving, requests);
    beside.join();
    return code;
  }
};

TEST(Serve, RetiresAfterItsShare) {
  std::string answers;

  const int code = serve_while(handle, 2, [&] {
    answers += ask(listening, "/ok");
    answers += ask(listening, "/ok");
  });

  LONGS_EQUAL(0, code);
  const std::string one =
      "Status: 200\r\nCache-Control: no-store\r\n"
      "Content-Type: application/json\r\n\r\n{}";
  CHECK_EQ(answers, one + one);
}

TEST(Serve, ErrorIsAnsweredAsAProblem) {
  std::string answer;

  serve_while(handle, 1, [&] { answer = ask(listening, "/error"); });

  STRCMP_CONTAINS("Status: 404\r\n", answer.c_str());
  STRCMP_CONTAINS("Content-Type: application/problem+json\r\n", answer.c_str());
  STRCMP_CONTAINS(R"("code":"not_found","requestId":"r-1")", answer.c_str());
  CHECK_LACKS(answer, "why");
}

TEST(Serve, EachRequestIsCounted) {
  const Handler handler = [](const Request& request) -> Result<Response> {
    if (request.path == "/error") return Error::of(ErrorCode::kNotFound, "");
    Response response = ok("{}");
    response.happened = {Event::kRevokedByLogout, 3};
    return response;
  };

  serve_while(handler, 2, [&] {
    ask(listening, "/ok");
    ask(listening, "/error");
  });

  Tally tally{};
  std::memcpy(&tally, &file.counters(), sizeof tally);
  LONGS_EQUAL(1, tally.requests[200 - kLeastStatus]);
  LONGS_EQUAL(1, tally.requests[404 - kLeastStatus]);
  LONGS_EQUAL(1, tally.errors[static_cast<std::size_t>(ErrorCode::kNotFound)]);
  LONGS_EQUAL(3, tally.events[static_cast<std::size_t>(Event::kRevokedByLogout)]);
  LONGS_EQUAL(2, std::accumulate(tally.durations.begin(), tally.durations.end(), 0));
}

TEST(Serve, EachRequestIsOneLineOfTheLogWithoutItsQuery) {
  serve_while(handle, 2, [&] {
    ask(listening, "/ok");
    ask(listening, "/error");
  });

  const std::string lines = text_of(log_fd);
  STRCMP_CONTAINS(
      R"("level":"info","program":"test","message":"request","request_id":"r-1","method":"GET",)"
      R"("path":"/ok","status":200,"duration_ms":)",
      lines.c_str());
  STRCMP_CONTAINS(R"("code":"not_found","detail":"why it was so"})", lines.c_str());
  CHECK_LACKS(lines, "secret");
}

TEST(Serve, ExceptionIsAnsweredAndEndsTheWorker) {
  std::string answer;

  const int code = serve_while(handle, 9, [&] { answer = ask(listening, "/throw"); });

  LONGS_EQUAL(1, code);
  STRCMP_CONTAINS("Status: 500\r\n", answer.c_str());
  STRCMP_CONTAINS(R"("level":"error")", text_of(log_fd).c_str());
  STRCMP_CONTAINS(R"("detail":"a bug")", text_of(log_fd).c_str());
}

TEST(Serve, StopIsHeededHoweverManyConnectionsWait) {
  std::vector<std::unique_ptr<FastcgiClient>> waiting;
  for (int i = 0; i < 16; ++i) {
    waiting.push_back(std::make_unique<FastcgiClient>(listening));
    waiting.back()->send_params({{"DOCUMENT_URI", "/ok"}});
    waiting.back()->end_body();
  }
  int handled = 0;
  const Handler stopped_at_the_first = [&](const Request&) {
    if (++handled == 1) kill(getpid(), SIGTERM);
    return ok("{}");
  };

  const int code = serve_while(stopped_at_the_first, 99, [] {});

  LONGS_EQUAL(0, code);
  CHECK_TRUE(handled > 0 && handled < 16);
  take_signal();
}

TEST(Serve, StopLetsTheRequestInHandFinish) {
  std::string answer;
  const Handler stopped_meanwhile = [](const Request&) {
    kill(getpid(), SIGTERM);
    return ok(R"({"finished":true})");
  };

  const int code = serve_while(stopped_meanwhile, 9, [&] { answer = ask(listening, "/slow"); });

  LONGS_EQUAL(0, code);
  CHECK_TRUE(answer.ends_with(R"({"finished":true})"));
  take_signal();
}

TEST(Serve, TruncatedBodyReachesNoHandler) {
  int handled = 0;
  const Handler counting = [&](const Request&) {
    ++handled;
    return ok("{}");
  };

  serve_while(counting, 1, [&] {
    const FastcgiClient client(listening);
    client.send_params({{"CONTENT_LENGTH", "10"}});
    client.send_body("{\"a\"");
  });

  LONGS_EQUAL(0, handled);
  STRCMP_CONTAINS("the client went away", text_of(log_fd).c_str());
}

TEST_GROUP(Retirement){};

TEST(Retirement, ComesAtDifferentTimes) {
  LONGS_EQUAL(500'000, requests_before_retirement(0));
  LONGS_EQUAL(500'007, requests_before_retirement(7));
  CHECK_TRUE(requests_before_retirement(0xFFFFFFFF) < 625'000);
}

}  // namespace latchkey
