#include "lib/fcgi/params.h"

#include <string>
#include <vector>

#include "lib/http/input.h"

#include "tests/unit/check.h"

namespace latchkey {
namespace {

ParsedParams parse(std::vector<const char*> params) {
  params.push_back(nullptr);
  return parse_params(params.data());
}

ParsedParams with_length(const std::string& length) {
  return parse({("CONTENT_LENGTH=" + length).c_str()});
}

ErrorCode code_for_length(const std::string& length) {
  const auto parsed = with_length(length);
  return parsed.error ? parsed.error->code : ErrorCode::kInternal;
}

}  // namespace

TEST_GROUP(Params){};

TEST(Params, EachPartFindsItsPlace) {
  const auto parsed = parse({"FCGI_ROLE=RESPONDER",
                             "REQUEST_METHOD=POST",
                             "DOCUMENT_URI=/api/x",
                             "QUERY_STRING=a=b&c=d",
                             "CONTENT_TYPE=application/json",
                             "HTTP_CONTENT_TYPE=application/json",
                             "CONTENT_LENGTH=12",
                             "HTTP_AUTHORIZATION=Bearer t",
                             "HTTP_IDEMPOTENCY_KEY=key",
                             "HTTP_COOKIE=a=b",
                             "HTTP_ORIGIN=https://o",
                             "HTTP_USER_AGENT=ua",
                             "HTTP_X_LATCHKEY_CLIENT=web",
                             "REMOTE_ADDR=::1",
                             "REQUEST_ID=r-1",
                             "HTTP_ACCEPT=text/html",
                             "HTTP_UPGRADE=websocket",
                             "HTTP_SEC_FETCH_SITE=none",
                             "HTTP_SEC_FETCH_MODE=navigate",
                             "HTTP_SEC_PURPOSE=prefetch",
                             "ASKED_METHOD=PUT",
                             "ASKED_URI=/a?b"});
  const Request& request = parsed.request;

  CHECK_FALSE(parsed.error.has_value());
  LONGS_EQUAL(12, parsed.content_length);
  CHECK_EQ(request.method, "POST");
  CHECK_EQ(request.path, "/api/x");
  CHECK_EQ(request.query, "a=b&c=d");
  CHECK_EQ(request.content_type, "application/json");
  CHECK_EQ(request.authorization, "Bearer t");
  CHECK_EQ(request.idempotency_key, "key");
  CHECK_EQ(request.cookie, "a=b");
  CHECK_EQ(request.origin, "https://o");
  CHECK_EQ(request.client_header, "web");
  CHECK_EQ(request.user_agent, "ua");
  CHECK_EQ(request.remote_addr, "::1");
  CHECK_EQ(request.request_id, "r-1");
  CHECK_EQ(request.accept, "text/html");
  CHECK_EQ(request.upgrade, "websocket");
  CHECK_EQ(request.sec_fetch_site, "none");
  CHECK_EQ(request.sec_fetch_mode, "navigate");
  CHECK_EQ(request.sec_purpose, "prefetch");
  CHECK_EQ(request.asked_method, "PUT");
  CHECK_EQ(request.asked_uri, "/a?b");
}

TEST(Params, AbsentAndEmptyKeyDiffer) {
  CHECK_EQ(parse({}).request.idempotency_key.data(), nullptr);
  CHECK_NE(parse({"HTTP_IDEMPOTENCY_KEY="}).request.idempotency_key.data(), nullptr);
}

TEST(Params, DecidingHeadersComeOnce) {
  for (const std::string name :
       {"CONTENT_TYPE", "HTTP_CONTENT_TYPE", "HTTP_AUTHORIZATION", "HTTP_IDEMPOTENCY_KEY",
        "HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_X_LATCHKEY_CLIENT", "CONTENT_LENGTH"}) {
    const std::string param = name + "=1";

    const auto parsed = parse({"REQUEST_ID=r-1", param.c_str(), param.c_str()});

    CHECK_TRUE(parsed.error.has_value());
    CHECK_EQ(parsed.error->code, ErrorCode::kInvalidRequest);
    CHECK_EQ(parsed.request.request_id, "r-1");
  }
}

TEST(Params, OtherHeadersMayRepeat) {
  const auto parsed = parse({"HTTP_USER_AGENT=a", "HTTP_USER_AGENT=b", "HTTP_X=1", "HTTP_X=2"});

  CHECK_FALSE(parsed.error.has_value());
  CHECK_EQ(parsed.request.user_agent, "a");
}

TEST(Params, ContentLengthIsALength) {
  LONGS_EQUAL(0, with_length("").content_length);
  LONGS_EQUAL(kMaxBodyBytes, with_length("65536").content_length);
  for (const auto* length :
       {"-1", "+1", "1x", "x", "0x10", " 1", "1 ", "1.0", "99999999999999999999999"}) {
    CHECK_EQ(code_for_length(length), ErrorCode::kInvalidRequest);
  }
  CHECK_EQ(code_for_length("65537"), ErrorCode::kPayloadTooLarge);
}

}  // namespace latchkey
