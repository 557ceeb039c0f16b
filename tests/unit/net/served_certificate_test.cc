#include "lib/net/served_certificate.h"

#include <string>

#include "tests/unit/net/local_server.h"

#include <CppUTest/TestHarness.h>

namespace latchkey {

TEST_GROUP(ServedCertificate){};

TEST(ServedCertificate, OneThatNobodyTrustsIsShownWithTheReason) {
  const SelfSigned certificate;
  const LocalServer server([](const std::string&) { return std::string(); }, &certificate);

  const auto served = served_certificate(server.url());

  CHECK_TRUE(served.has_value());
  CHECK_TRUE(served->pem.starts_with("-----BEGIN CERTIFICATE-----"));
  STRCMP_CONTAINS("certificate", served->distrust.c_str());
}

TEST(ServedCertificate, AServerWithoutTlsHasNone) {
  const LocalServer server(
      [](const std::string&) { return std::string("HTTP/1.1 200 OK\r\n\r\n"); });
  const std::string url = "https" + server.url().substr(4);

  const auto served = served_certificate(url);

  CHECK_FALSE(served.has_value());
  LONGS_EQUAL(int(ErrorCode::kUnavailable), int(served.error().code));
}

TEST(ServedCertificate, NobodyThereIsUnavailable) {
  const auto served = served_certificate("https://127.0.0.1:1");

  CHECK_FALSE(served.has_value());
  LONGS_EQUAL(int(ErrorCode::kUnavailable), int(served.error().code));
}

}  // namespace latchkey
