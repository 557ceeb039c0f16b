#include "lib/net/curl_transfers.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>
#include <vector>

#include "tests/unit/net/local_server.h"

#include <CppUTest/TestHarness.h>

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
  TransferReply got;
  transfers.start(std::move(transfer), [&](TransferReply reply) { got = std::move(reply); });
  while (transfers.in_flight() > 0) transfers.run(1s, -1);
  return got;
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
  CHECK_TRUE(reply.field("retry-after") == "7");
  CHECK_FALSE(reply.field("stripe-should-retry").has_value());
  STRCMP_EQUAL("no", reply.body.c_str());
}

TEST(CurlTransfers, ABodyIsPostedWithItsHeaders) {
  LocalServer server(always(http_ok("{}")));

  reply_to(*transfers_to(server), {server.url() + "/a", {"X-One: 1"}, "a=b"});

  const std::string request = server.last_request();
  CHECK_TRUE(request.starts_with("POST /a HTTP/1.1\r\n"));
  CHECK_TRUE(request.find("X-One: 1\r\n") != std::string::npos);
  CHECK_TRUE(request.ends_with("\r\n\r\na=b"));
}

TEST(CurlTransfers, ManyAreInFlightAtOnceOverABoundedNumberOfConnections) {
  LocalServer server(always(http_ok("{}")));
  TransferLimits limits;
  limits.max_connections = 4;
  const auto transfers = transfers_to(server, limits);
  int good = 0;
  for (int i = 0; i < 200; ++i) {
    transfers->start(HttpTransfer{server.url(), {}, {}},
                     [&](const TransferReply& reply) { good += reply.fault.empty() ? 1 : 0; });
  }

  LONGS_EQUAL(200, transfers->in_flight());
  while (transfers->in_flight() > 0) transfers->run(1s, -1);

  LONGS_EQUAL(200, good);
  CHECK_TRUE(server.connections() <= 4);
}

TEST(CurlTransfers, WhatHasFinishedMayStartAnother) {
  LocalServer server(always(http_ok("{}")));
  const auto transfers = transfers_to(server);
  int finished = 0;
  const Transfers::Finished again = [&](const TransferReply&) {
    if (++finished < 3) transfers->start(HttpTransfer{server.url(), {}, {}}, again);
  };
  transfers->start(HttpTransfer{server.url(), {}, {}}, again);

  while (transfers->in_flight() > 0) transfers->run(1s, -1);

  LONGS_EQUAL(3, finished);
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
  transfers->start(HttpTransfer{server.url(), {}, {}}, [](const TransferReply&) {});

  const auto started = std::chrono::steady_clock::now();
  transfers->run(20s, wake);  // returns as soon as it sees that there is something to read

  CHECK_TRUE(std::chrono::steady_clock::now() - started < 10s);
  LONGS_EQUAL(1, transfers->in_flight());
  close(wake);
}

}  // namespace latchkey
