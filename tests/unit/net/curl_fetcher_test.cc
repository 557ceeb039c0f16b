#include "lib/net/curl_fetcher.h"

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>

#include "tests/unit/net/local_server.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

using namespace std::chrono_literals;

FetcherSettings on_loopback() {
  FetcherSettings settings;
  settings.http_on_loopback = true;
  return settings;
}

std::unique_ptr<CurlFetcher> client_for(const LocalServer& server,
                                        const FetcherSettings& settings = on_loopback()) {
  auto client = CurlFetcher::create(settings, server.url());
  CHECK_TRUE(client.has_value());
  return std::move(*client);
}

LocalServer::Answer always(const std::string& bytes) {
  return [bytes](const std::string&) { return bytes; };
}

void is_unavailable(const Result<HttpReply>& reply) {
  CHECK_FALSE(reply.has_value());
  LONGS_EQUAL(int(ErrorCode::kUnavailable), int(reply.error().code));
}

}  // namespace

TEST_GROUP(CurlFetcher){
    // A write to a connection that TLS has closed; libcurl leaves signals alone, as it is told to.
    void setup() override{std::signal(SIGPIPE, SIG_IGN);
}  // namespace latchkey
}
;

TEST(CurlFetcher, GetGivesStatusAndBody) {
  LocalServer server(always("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\n\r\nno!"));

  const auto reply = client_for(server)->get(server.url() + "/a?b=c");

  CHECK_TRUE(reply.has_value());
  LONGS_EQUAL(404, reply->status);
  CHECK_EQ(reply->body, "no!");
  CHECK_TRUE(server.last_request().starts_with("GET /a?b=c HTTP/1.1\r\n"));
}

TEST(CurlFetcher, PostSendsAForm) {
  LocalServer server(always(http_ok("{}")));
  const FormField form[] = {{"code", "4/0A b&c=d"}, {"é", "ü"}};

  const auto reply = client_for(server)->post_form(server.url() + "/token", form, std::nullopt);

  CHECK_TRUE(reply.has_value());
  const std::string request = server.last_request();
  CHECK_TRUE(request.starts_with("POST /token HTTP/1.1\r\n"));
  CHECK_CONTAINS(request, "Content-Type: application/x-www-form-urlencoded\r\n");
  CHECK_TRUE(request.ends_with("\r\n\r\ncode=4%2F0A%20b%26c%3Dd&%C3%A9=%C3%BC"));
  CHECK_LACKS(request, "Authorization");
}

TEST(CurlFetcher, CredentialsGoByBasicEncodedFirst) {
  LocalServer server(always(http_ok("{}")));

  const auto reply =
      client_for(server)->post_form(server.url(), {}, ClientCredentials{"a:b", "s&cret"});

  CHECK_TRUE(reply.has_value());
  // base64("a%3Ab:s%26cret")
  CHECK_CONTAINS(server.last_request(), "Authorization: Basic YSUzQWI6cyUyNmNyZXQ=\r\n");
}

TEST(CurlFetcher, NothingOfARequestReachesTheNext) {
  LocalServer server(always(http_ok("{}")));
  const auto client = client_for(server);
  const FormField form[] = {{"code", "secret"}};
  CHECK_TRUE(client->post_form(server.url(), form, ClientCredentials{"id", "secret"}).has_value());

  CHECK_TRUE(client->get(server.url() + "/next").has_value());

  CHECK_TRUE(server.last_request().starts_with("GET /next "));
  CHECK_LACKS(server.last_request(), "Authorization");
  CHECK_TRUE(server.last_request().ends_with("\r\n\r\n"));
}

TEST(CurlFetcher, ConnectionIsKept) {
  LocalServer server(always(http_ok("{}")));
  const auto client = client_for(server);
  for (int i = 0; i < 5; ++i) CHECK_TRUE(client->get(server.url()).has_value());

  LONGS_EQUAL(1, server.connections());
}

TEST(CurlFetcher, ClosedConnectionIsOpenedAgain) {
  LocalServer server(always(http_ok("{}")));
  const auto client = client_for(server);
  server.closes = true;
  for (int i = 0; i < 3; ++i) CHECK_TRUE(client->get(server.url()).has_value());

  LONGS_EQUAL(3, server.connections());
}

TEST(CurlFetcher, RedirectIsNotFollowed) {
  LocalServer elsewhere(always(http_ok("stolen")));
  LocalServer server(always(
      "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + elsewhere.url() + "\r\n\r\n"));

  const auto reply = client_for(server)->get(server.url());

  LONGS_EQUAL(302, reply->status);
  LONGS_EQUAL(0, elsewhere.connections());
}

TEST(CurlFetcher, OtherOriginsAreRefused) {
  LocalServer server(always(http_ok("{}")));
  LocalServer other(always(http_ok("{}")));
  const auto client = client_for(server);

  for (const std::string& url : {other.url(), server.url("localhost"), std::string("file:///etc"),
                                 std::string("/"), std::string()}) {
    const auto reply = client->get(url);
    CHECK_FALSE(reply.has_value());
    LONGS_EQUAL(int(ErrorCode::kInternal), int(reply.error().code));
  }
  LONGS_EQUAL(0, other.connections());
}

TEST(CurlFetcher, AllowedOriginIsOpen) {
  LocalServer server(always(http_ok("{}")));
  LocalServer other(always(http_ok("{}")));
  const auto client = client_for(server);

  CHECK_TRUE(client->allow(other.url() + "/token").has_value());
  CHECK_TRUE(client->get(other.url() + "/jwks").has_value());
}

TEST(CurlFetcher, PlainHttpIsForLoopbackAndOnRequestOnly) {
  LocalServer server(always(http_ok("{}")));

  CHECK_FALSE(CurlFetcher::create({}, server.url()).has_value());
  CHECK_FALSE(CurlFetcher::create(on_loopback(), "http://id.example").has_value());
  CHECK_FALSE(client_for(server)->allow("http://id.example").has_value());
  CHECK_TRUE(client_for(server)->allow("https://id.example").has_value());
}

TEST(CurlFetcher, HangingServerTimesOut) {
  LocalServer server(always(""));
  FetcherSettings settings = on_loopback();
  settings.timeout = 50ms;

  is_unavailable(client_for(server, settings)->get(server.url()));
}

TEST(CurlFetcher, SlowBodyTimesOut) {
  LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));
  FetcherSettings settings = on_loopback();
  settings.timeout = 50ms;

  is_unavailable(client_for(server, settings)->get(server.url()));
}

TEST(CurlFetcher, PartialBodyIsNoAnswer) {
  LocalServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"));
  server.closes = true;

  is_unavailable(client_for(server)->get(server.url()));
}

TEST(CurlFetcher, RefusedConnectionIsUnavailable) {
  std::string url;
  {
    const LocalServer gone(always(http_ok("{}")));
    url = gone.url();
  }
  auto client = CurlFetcher::create(on_loopback(), url);

  const auto reply = (*client)->get(url + "/path?secret");

  is_unavailable(reply);
  CHECK_TRUE(reply.error().detail.starts_with(url + ": "));
  CHECK_LACKS(reply.error().detail, "secret");
}

TEST(CurlFetcher, BodyIsCapped) {
  FetcherSettings settings = on_loopback();
  settings.max_body_bytes = 1000;
  LocalServer fits(always(http_ok(std::string(1000, 'x'))));
  LocalServer too_big(always(http_ok(std::string(1001, 'x'))));
  // With no length in front, and more than one chunk.
  LocalServer endless(always("HTTP/1.1 200 OK\r\n\r\n" + std::string(100'000, 'x')));

  LONGS_EQUAL(1000, client_for(fits, settings)->get(fits.url())->body.size());
  is_unavailable(client_for(too_big, settings)->get(too_big.url()));
  is_unavailable(client_for(endless, settings)->get(endless.url()));
}

TEST(CurlFetcher, HeadersAreCapped) {
  std::string headers = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";
  while (headers.size() < 70'000) headers += "X-Padding: " + std::string(1000, 'x') + "\r\n";
  LocalServer server(always(headers + "\r\n"));

  is_unavailable(client_for(server)->get(server.url()));
}

TEST(CurlFetcher, GarbageIsNoAnswer) {
  LocalServer server(always("garbage\r\n\r\n"));
  server.closes = true;

  is_unavailable(client_for(server)->get(server.url()));
}

TEST(CurlFetcher, ProxyOfTheEnvironmentIsIgnored) {
  LocalServer proxy(always(http_ok("from the proxy")));
  LocalServer server(always(http_ok("from the server")));
  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) {
    setenv(name, proxy.url().c_str(), 1);
  }

  const auto reply = client_for(server)->get(server.url());

  for (const char* name : {"http_proxy", "all_proxy", "ALL_PROXY"}) unsetenv(name);
  CHECK_EQ(reply->body, "from the server");
  LONGS_EQUAL(0, proxy.connections());
}

TEST(CurlFetcher, TlsIsVerifiedAgainstTheCaFile) {
  const SelfSigned certificate;
  LocalServer server(always(http_ok("{}")), &certificate);
  FetcherSettings settings;
  settings.ca_file = certificate.file();

  CHECK_TRUE(client_for(server, settings)->get(server.url()).has_value());
}

TEST(CurlFetcher, UnknownCertificateIsRefused) {
  const SelfSigned certificate;
  const SelfSigned another;
  LocalServer server(always(http_ok("{}")), &certificate);
  FetcherSettings settings;

  is_unavailable(client_for(server, settings)->get(server.url()));
  settings.ca_file = another.file();
  is_unavailable(client_for(server, settings)->get(server.url()));
}

TEST(CurlFetcher, CertificateOfAnotherHostIsRefused) {
  const SelfSigned certificate;  // for 127.0.0.1, not for localhost
  LocalServer server(always(http_ok("{}")), &certificate);
  FetcherSettings settings;
  settings.ca_file = certificate.file();
  auto client = CurlFetcher::create(settings, server.url("localhost"));

  is_unavailable((*client)->get(server.url("localhost")));
}

}  // namespace latchkey
