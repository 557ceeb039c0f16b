#include "lib/net/curl_transfers.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/net/local_server.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using namespace std::chrono_literals;

LocalServer::Answer always(const std::string& bytes) {
  return [bytes](const std::string&) { return bytes; };
}

std::unique_ptr<CurlTransfers> transfers_to(const LocalServer& server, TransferLimits limits = {}) {
  auto transfers = CurlTransfers::create(limits);
  CHECK_TRUE(transfers.has_value());
  CHECK_TRUE((*transfers)->allow(server.url()).has_value());
  return std::move(*transfers);
}

// Starts one and waits for its end.
TransferReply reply_to(CurlTransfers& transfers, HttpTransfer transfer) {
  transfers.start(7, std::move(transfer));
  auto ended = transfers.run(1s, -1);
  while (ended.empty()) ended = transfers.run(1s, -1);
  LONGS_EQUAL(1, ended.size());
  LONGS_EQUAL(7, ended.front().id);
  return std::move(ended.front().reply);
}

}  // namespace

// clang-format off
TEST_GROUP(CurlTransfers) {
  void setup() override { std::signal(SIGPIPE, SIG_IGN); }
};
// clang-format on

TEST(CurlTransfers, AnAnswerHasStatusFieldsAndBody) {
  LocalServer server(
      always("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\nno"));

  const auto reply = reply_to(*transfers_to(server), {server.url() + "/a", {}, {}});

  STRCMP_EQUAL("", reply.fault.c_str());
  LONGS_EQUAL(429, reply.status);
  CHECK_EQ(reply.field("retry-after"), "7");
  CHECK_FALSE(reply.field("stripe-should-retry").has_value());
  STRCMP_EQUAL("no", reply.body.c_str());
}

TEST(CurlTransfers, ABodyIsPostedWithItsHeaders) {
  LocalServer server(always(http_ok("{}")));

  reply_to(*transfers_to(server), {server.url() + "/a", {"X-One: 1"}, "a=b"});

  const std::string request = server.last_request();
  CHECK_TRUE(request.starts_with("POST /a HTTP/1.1\r\n"));
  CHECK_CONTAINS(request, "X-One: 1\r\n");
  CHECK_TRUE(request.ends_with("\r\n\r\na=b"));
}

TEST(CurlTransfers, ManyAreInFlightAtOnceOverABoundedNumberOfConnections) {
  LocalServer server(always(http_ok("{}")));
  TransferLimits limits;
  limits.max_connections = 4;
  const auto transfers = transfers_to(server, limits);
  std::set<TransferId> good;
  for (int i = 0; i < 200; ++i) transfers->start(i, HttpTransfer{server.url(), {}, {}});

  LONGS_EQUAL(200, transfers->in_flight());
  while (transfers->in_flight() > 0) {
    for (const auto& [id, reply] : transfers->run(1s, -1)) {
      if (reply.fault.empty()) good.insert(id);
    }
  }

  LONGS_EQUAL(200, good.size());
  CHECK_TRUE(server.connections() <= 4);
}

TEST(CurlTransfers, AfterOneHasEndedAnotherMayStart) {
  LocalServer server(always(http_ok("{}")));
  const auto transfers = transfers_to(server);
  std::vector<TransferId> ended;
  transfers->start(1, HttpTransfer{server.url(), {}, {}});

  while (transfers->in_flight() > 0) {
    for (const auto& [id, reply] : transfers->run(1s, -1)) {
      ended.push_back(id);
      if (id < 3) transfers->start(id + 1, HttpTransfer{server.url(), {}, {}});
    }
  }

  CHECK_EQ(ended, std::vector<TransferId>{1, 2, 3});
}

TEST(CurlTransfers, AnOriginThatWasNotAllowedIsNotCalled) {
  LocalServer server(always(http_ok("{}")));
  LocalServer other(always(http_ok("{}")));

  const auto reply = reply_to(*transfers_to(server), {other.url(), {}, {}});

  STRCMP_CONTAINS("not an allowed origin", reply.fault.c_str());
  LONGS_EQUAL(0, other.connections());
}

TEST(CurlTransfers, ARedirectIsAnAnswer) {
  LocalServer other(always(http_ok("{}")));
  LocalServer server(
      always("HTTP/1.1 302 Found\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n"));

  const auto reply = reply_to(*transfers_to(server), {server.url(), {}, {}});

  LONGS_EQUAL(302, reply.status);
  LONGS_EQUAL(0, other.connections());
}

TEST(CurlTransfers, APartialBodyIsAFault) {
  LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"));
  server.closes = true;

  CHECK_FALSE(reply_to(*transfers_to(server), {server.url(), {}, {}}).fault.empty());
}

TEST(CurlTransfers, AnAnswerPastTheLimitIsAFault) {
  LocalServer server(always(http_ok(std::string(1001, 'x'))));
  TransferLimits limits;
  limits.max_body_bytes = 1000;

  const auto reply = reply_to(*transfers_to(server, limits), {server.url(), {}, {}});

  STRCMP_EQUAL("the answer is too big", reply.fault.c_str());
}

TEST(CurlTransfers, AServerThatHangsIsLeftAfterTheTimeout) {
  LocalServer server(always(""));
  TransferLimits limits;
  limits.timeout = 50ms;

  const auto reply = reply_to(*transfers_to(server, limits), {server.url(), {}, {}});

  LONGS_EQUAL(0, reply.status);
  CHECK_FALSE(reply.fault.empty());
}

TEST(CurlTransfers, AWakeUpEndsTheWait) {
  LocalServer server(always(""));
  const auto transfers = transfers_to(server);
  const int wake = eventfd(1, EFD_CLOEXEC);
  transfers->start(1, HttpTransfer{server.url(), {}, {}});

  const auto started = std::chrono::steady_clock::now();
  transfers->run(20s, wake);  // returns as soon as it sees that there is something to read

  CHECK_TRUE(std::chrono::steady_clock::now() - started < 10s);
  LONGS_EQUAL(1, transfers->in_flight());
  close(wake);
}

}  // namespace latchkey
