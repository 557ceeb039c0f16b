#include "lib/api/client.h"

#include <string>

#include "tests/unit/check.h"

namespace latchkey {
namespace {

Client from(std::string_view address, std::string_view user_agent) {
  Request request;
  request.remote_addr = address;
  request.user_agent = user_agent;
  request.request_id = "r-1";
  return client_of(request);
}

}  // namespace

TEST_GROUP(ClientOf){};

TEST(ClientOf, AddressIsKeptWhereItIsOne) {
  CHECK_EQ(from("192.0.2.1", "").ip, "192.0.2.1");
  CHECK_EQ(from("2001:db8::1", "").ip, "2001:db8::1");
  CHECK_FALSE(from("unix:", "").ip.has_value());
  CHECK_FALSE(from("", "").ip.has_value());
}

TEST(ClientOf, UserAgentBecomesUtf8) {
  STRCMP_EQUAL("Ä?b?", from("",
                            "Ä\xff"
                            "b\xc3")
                           .user_agent.c_str());
}

TEST(ClientOf, UserAgentIsCutBetweenCharacters) {
  const std::string user_agent = "a" + [] {
    std::string text;
    for (std::size_t i = 0; i < kMaxUserAgentBytes; ++i) text += "ä";
    return text;
  }();

  const std::string kept = from("", user_agent).user_agent;

  LONGS_EQUAL(kMaxUserAgentBytes - 1, kept.size());
}

}  // namespace latchkey
