#include "lib/fcgi/server.h"

#include <fcntl.h>
#include <sys/resource.h>

#include <chrono>
#include <string>

#include "lib/http/input.h"
#include "tests/unit/fcgi/fastcgi_client.h"

#include "tests/unit/check.h"

namespace latchkey {

TEST_GROUP(FcgiServer) {
  ListeningSocket listening;
  std::unique_ptr<FcgiServer> server = std::move(*FcgiServer::open(listening.fd()));

  Arrival arrival_of(const FastcgiClient& client, const std::string& length,
                     const std::string& body) {
    client.send_params({{"DOCUMENT_URI", "/api/x"}, {"CONTENT_LENGTH", length}});
    client.send_body(body);
    client.end_body();
    return *server->accept();
  }
};

TEST(FcgiServer, NobodyIsWaitedForThoughAnotherWorkerMadeTheSocketBlocking) {
  const int fd = listening.fd();
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);

  const auto arrival = server->accept();

  CHECK_EQ(*arrival, Arrival::kNobody);
}

TEST(FcgiServer, RequestIsReadAndAnswered) {
  FastcgiClient client(listening);

  CHECK_EQ(arrival_of(client, "5", "hello"), Arrival::kRequest);
  CHECK_EQ(server->request().path, "/api/x");
  STRCMP_EQUAL("hello", server->request().body.c_str());
  CHECK_TRUE(server->answer(ok("{}")));

  STRCMP_EQUAL("Status: 200\r\nCache-Control: no-store\r\nContent-Type: application/json\r\n\r\n{}",
               client.answer().c_str());
  client.hang_up();
  server->finish();
}

TEST(FcgiServer, AnsweredConnectionIsClosedWithoutWaitingForThePeer) {
  FastcgiClient client(listening);
  arrival_of(client, "5", "hello");
  server->answer(ok("{}"));

  const auto start = std::chrono::steady_clock::now();
  server->finish();
  const auto took = std::chrono::steady_clock::now() - start;

  CHECK_TRUE(took < std::chrono::seconds(1));  // libfcgi waits for 2 s
  CHECK_TRUE(client.answer().ends_with("{}"));
}

TEST(FcgiServer, BodyAndAnswerMayBeLarge) {
  const std::string body(kMaxBodyBytes, 'x');
  FastcgiClient client(listening);

  CHECK_EQ(arrival_of(client, std::to_string(body.size()), body), Arrival::kRequest);
  CHECK_EQ(server->request().body, body);
  CHECK_TRUE(server->answer(ok(body)));

  CHECK_TRUE(client.answer().ends_with("\r\n\r\n" + body));
  client.hang_up();
  server->finish();
}

TEST(FcgiServer, OneRequestLeavesNothingToTheNext) {
  FastcgiClient first(listening);
  CHECK_EQ(arrival_of(first, "5", "hello"), Arrival::kRequest);
  server->answer(ok("{}"));
  first.hang_up();
  server->finish();

  FastcgiClient second(listening);
  CHECK_EQ(arrival_of(second, "", ""), Arrival::kRequest);

  STRCMP_EQUAL("", server->request().body.c_str());
  second.hang_up();
  server->finish();
}

TEST(FcgiServer, WithoutAConnectionThereIsNobody) { CHECK_EQ(*server->accept(), Arrival::kNobody); }

TEST(FcgiServer, ConnectionWithoutARequestIsNobody) {
  FastcgiClient client(listening);
  client.hang_up();

  CHECK_EQ(*server->accept(), Arrival::kNobody);
}

TEST(FcgiServer, BodyThatEndsEarlyIsNotHandled) {
  FastcgiClient client(listening);
  client.send_params({{"CONTENT_LENGTH", "5"}});
  client.send_body("hel");
  client.hang_up();

  CHECK_EQ(*server->accept(), Arrival::kGone);
}

TEST(FcgiServer, CompleteBodyWithoutItsEndIsNotHandled) {
  FastcgiClient client(listening);
  client.send_params({{"CONTENT_LENGTH", "5"}});
  client.send_body("hello");
  client.hang_up();

  CHECK_EQ(*server->accept(), Arrival::kGone);
}

TEST(FcgiServer, BodyLongerThanItSaysIsRefused) {
  FastcgiClient client(listening);

  CHECK_EQ(arrival_of(client, "5", "hello!"), Arrival::kRefused);

  CHECK_EQ(server->error().code, ErrorCode::kInvalidRequest);
  client.hang_up();
  server->finish();
}

TEST(FcgiServer, BodyOverTheLimitIsRefusedUnread) {
  FastcgiClient client(listening);

  CHECK_EQ(arrival_of(client, "65537", ""), Arrival::kRefused);

  CHECK_EQ(server->error().code, ErrorCode::kPayloadTooLarge);
  client.hang_up();
  server->finish();
}

TEST(FcgiServer, AnswerToNobodyIsTold) {
  FastcgiClient client(listening);
  CHECK_EQ(arrival_of(client, "", ""), Arrival::kRequest);
  client.hang_up();

  CHECK_FALSE(server->answer(ok("{}")));

  server->finish();
}

TEST(FcgiServer, WithoutFileDescriptorsItFails) {
  FastcgiClient client(listening);
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none{0, before.rlim_max};

  setrlimit(RLIMIT_NOFILE, &none);
  const auto arrival = server->accept();
  setrlimit(RLIMIT_NOFILE, &before);

  CHECK_FALSE(arrival.has_value());
  STRCMP_EQUAL("accept: Too many open files", arrival.error().detail.c_str());
}

}  // namespace latchkey
